"""Line drawings of the exercises."""
