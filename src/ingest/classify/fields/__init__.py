"""What words say of the five fields."""
