"""The look of the hub: page frames, components, navigation. It knows no other app and no table."""
