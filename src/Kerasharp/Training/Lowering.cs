using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Training;

/// <summary>Writes a model into a graph whose batch dimension is symbolic.</summary>
internal static class Lowering
{
    // Most models have one of each, and calls for one example ask for their names again and again.
    private const string FirstInput = "x0";
    private const string FirstOutput = "output0";

    /// <summary>Adds inputs for arrays of the given types and calls the model on them; elements become what the model takes.</summary>
    public static IReadOnlyList<SymbolicTensor> Call(Model model, CallContext context, IReadOnlyList<TensorType> inputs)
    {
        var tensors = new SymbolicTensor[inputs.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            var input = context.Graph.AddInput(InputName(i), inputs[i].ElementType, inputs[i].Shape);
            tensors[i] = new SymbolicTensor(Op.Cast(input, model.Inputs[i].ElementType));
        }
        return model.InvokeModel(context, tensors);
    }

    /// <summary>The graph's name for the model's i-th input.</summary>
    public static string InputName(int i) => i == 0 ? FirstInput : string.Create(CultureInfo.InvariantCulture, $"x{i}");

    /// <summary>The graph's name for the i-th target.</summary>
    public static string TargetName(int i) => string.Create(CultureInfo.InvariantCulture, $"y{i}");

    /// <summary>The graph's name for the sample weights of the i-th output.</summary>
    public static string SampleWeightName(int i) => string.Create(CultureInfo.InvariantCulture, $"sample_weight{i}");

    /// <summary>The graph's name for the model's i-th output.</summary>
    public static string OutputName(int i) =>
        i == 0 ? FirstOutput : string.Create(CultureInfo.InvariantCulture, $"output{i}");

    /// <summary>The type of an array's batch, with a symbolic batch dimension.</summary>
    public static TensorType Batched(ElementType type, Shape shape) => new(type, shape.With(0, Dim.Batch));
}
