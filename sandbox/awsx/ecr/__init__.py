"""`awsx:ecr:Repository`: a repository and the lifecycle policy that goes with it."""
