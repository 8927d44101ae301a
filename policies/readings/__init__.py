"""What the properties of resources come to, whichever of their forms a program writes."""
