"""The component that shows contact points on other apps' pages."""
