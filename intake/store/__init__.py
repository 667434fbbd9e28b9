"""What is kept between two interviews: runners, and the logs of their interviews."""
