namespace Kerasharp.Tests.Layers;

/// <summary>A layer's output as plain loops make it, of the input and of the weights by name, both in Keras's order.</summary>
internal delegate double[] LayerReference(double[] x, IReadOnlyDictionary<string, double[]> weights);
