"""What a pause holds back."""
