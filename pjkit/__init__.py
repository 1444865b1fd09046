"""pjkit: explained, checked performance reports for public departments."""
