using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Precision;

/// <summary>What a policy does to a layer: types of inputs, weights and outputs, and of the layers in it.</summary>
public class LayerDtypeTests
{
    [Theory]
    [InlineData("mixed_float16", ElementType.Float16, ElementType.Float32)]
    [InlineData("float64", ElementType.Float64, ElementType.Float64)]
    public void Outputs_are_of_the_compute_type_and_weights_of_the_variable_type(
        string policy,
        ElementType compute,
        ElementType variable
    )
    {
        foreach (
            var layer in (Layer[])
                [
                    new Dense(3) { Dtype = policy },
                    new LSTM(3) { Dtype = policy },
                    new LayerNormalization { Dtype = policy },
                    new BatchNormalization { Dtype = policy },
                    new TransformerEncoder(intermediateDim: 4, numHeads: 2) { Dtype = policy },
                    new Bidirectional(new GRU(2) { Dtype = policy }) { Dtype = policy },
                ]
        )
        {
            var y = layer.Apply(new Input(5, 4));
            Assert.Equal((compute, layer.Name), (y.ElementType, layer.Name));
            Assert.Equal((compute, variable), (layer.ComputeDtype, layer.VariableDtype));
            Assert.All(layer.Weights, w => Assert.Equal((variable, w.Path), (w.ElementType, w.Path)));
        }
    }

    [Fact]
    public void A_wrapper_leaves_its_layer_alone()
    {
        var inner = new Dense(2);
        var outer = new TimeDistributed(inner) { Dtype = "mixed_float16" };
        Assert.Equal("float32", inner.Dtype);
        Assert.Equal(ElementType.Float32, outer.Apply(new Input(3, 4)).ElementType);
    }

    [Fact]
    public void Indices_are_not_rounded()
    {
        var embedding = new Embedding(5000, 1, embeddingsInitializer: "random_uniform") { Dtype = "mixed_float16" };
        float[] indices = [2049, 4095, 4097];
        var rows = embedding.Apply(System.Numerics.Tensors.Tensor.Create(indices, [3, 1]));
        float[] table = embedding.Weights[0].GetValue().ToFlat();
        Assert.Equal(Array.ConvertAll(indices, i => (float)(Half)table[(int)i]), rows.ToFlat());
    }

    [Fact]
    public void Values_of_different_types_become_the_wider_one()
    {
        Input x = new(3);
        var half = new Dense(3) { Dtype = "mixed_float16" }.Apply(x);
        Assert.Equal(ElementType.Float32, (half + (SymbolicTensor)x).ElementType);
        Assert.Equal(ElementType.Float16, (half * 2).ElementType);
    }

    [Fact]
    public void A_policy_after_the_weights_is_refused()
    {
        string message = Assert.Throws<LayerException>(() => new Late { Dtype = "float64" }).Message;
        Assert.Contains("after its weights were made in Float32", message);
    }

    [Fact]
    public void Elements_of_a_weight_are_given_out_as_they_are_and_as_float()
    {
        var layer = new Dense(1, useBias: false) { Dtype = "float64" };
        layer.Apply(new Input(2));
        var kernel = layer.Weights[0];
        kernel.SetValue(System.Numerics.Tensors.Tensor.Create<float>([1, -2], [2, 1]));
        var exact = kernel.GetValue<double>();
        Assert.Equal((1.0, -2.0), (exact[0, 0], exact[1, 0]));
        Assert.Equal([1f, -2f], kernel.GetValue().ToFlat());
        Assert.Throws<InvalidOperationException>(kernel.GetValue<float>);
    }

    /// <summary>Makes a weight too early.</summary>
    private sealed class Late : Layer
    {
        public Late() => AddWeight("w", [1]);
    }
}
