"""What need not be kept, by whose decision and until when."""
