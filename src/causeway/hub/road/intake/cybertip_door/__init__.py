"""The CyberTipline-compatible door under `/ispws/`: a client written for the CyberTipline works by changing its base
address.
"""
