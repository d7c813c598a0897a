"""Reference numbers of the regularization layers, as far as they draw no random numbers; see cases.py."""

from cases import Cases

cases = Cases("regularization")

for l1, l2, shape in [(0.1, 0.0, (3, 4)), (0.0, 0.2, (2, 3, 2)), (0.3, 0.4, (2, 2, 3, 2)), (0.0, 0.0, (3, 2)), (2.0, 0.5, (1, 5))]:
    cases.add(
        "ActivityRegularization",
        {"l1": l1, "l2": l2},
        [shape],
        lambda x, w: x * 1,
        training=True,
        penalty=lambda y, w, l1=l1, l2=l2: (l1 * y[0].abs().sum() + l2 * (y[0] ** 2).sum()) / len(y[0]),
    )

# Outside training the others change nothing.
NOISE = {"noise_shape": [None, 1, 3]}
for name, config, shape in [
    ("Dropout", {"rate": 0.5}, (3, 4)),
    ("Dropout", {"rate": 0.25, "seed": 7, **NOISE}, (2, 4, 3)),
    ("Dropout", {"rate": 1.0}, (3, 4)),
    ("AlphaDropout", {"rate": 0.5}, (3, 4)),
    ("AlphaDropout", {"rate": 0.25, "seed": 7, **NOISE}, (2, 4, 3)),
    ("GaussianDropout", {"rate": 0.5, "seed": 7}, (3, 4)),
    ("GaussianNoise", {"stddev": 0.5, "seed": 7}, (3, 4)),
    ("SpatialDropout1D", {"rate": 0.5, "seed": 7}, (2, 4, 3)),
    ("SpatialDropout2D", {"rate": 0.5, "seed": 7, "data_format": "channels_first"}, (2, 3, 4, 3)),
    ("SpatialDropout3D", {"rate": 0.5, "seed": 7, "data_format": "channels_first"}, (2, 3, 2, 3, 2)),
]:
    cases.add(name, config, [shape], lambda x, w: x * 1)
# Nor do they while training, where their arguments say so.
for name, config in [
    ("Dropout", {"rate": 0.0}),
    ("AlphaDropout", {"rate": 0.0}),
    ("GaussianDropout", {"rate": 0.0}),
    ("GaussianNoise", {"stddev": 0.0}),
]:
    cases.add(name, config, [(3, 4)], lambda x, w: x * 1, training=True)
cases.add("Dropout", {"rate": 1.0}, [(3, 4)], lambda x, w: x * 0, training=True)

cases.write()
