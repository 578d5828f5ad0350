"""Reports on one run or two: Markdown (also what the terminal shows), self-contained HTML, CSV and JUnit XML."""
