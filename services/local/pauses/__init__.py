"""The switch that stops what the platform does by itself: on one channel, or everywhere."""
