"""What is done at the desk: received, taken, looked at, judged, referred, erased."""
