using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

internal sealed class InputExamples : ILayerExamples
{
    // An Input is no layer that is applied: it is there where a model begins.
    public static IEnumerable<LayerExample> Examples =>
        [
            new(
                () =>
                {
                    SymbolicTensor x = new Input(4) { Name = "x" };
                    return new Model(x, x.Apply(new Dense(2)));
                },
                LayerInput.Normal(3, 4)
            )
            {
                IsConfigured = false,
            },
        ];
}
