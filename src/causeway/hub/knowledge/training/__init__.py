"""Training: modules, paths by role, tests, certificates, and learning on the job beside a mentor."""
