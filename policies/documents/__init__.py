"""IAM policy documents, and what they give away."""
