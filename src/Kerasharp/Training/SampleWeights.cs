using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>How much each example, or each step of its sequence, counts, in the one form that steps take: float32.</summary>
internal static unsafe class SampleWeights
{
    /// <summary>Weights as a user gave them.</summary>
    /// <param name="name">What they are called in messages.</param>
    /// <param name="given">The weights.</param>
    /// <returns>The same as float32, of shape (n,), or (n, steps, ...).</returns>
    /// <exception cref="ArgumentException">They are no floating-point numbers of one of those shapes, or one is negative, infinite or NaN.</exception>
    public static TensorData Read(string name, TensorData given)
    {
        if (given.ElementType is not (ElementType.Float32 or ElementType.Float64) || given.RowLength == 0)
            throw Misfit(name, given);
        var weights = new float[given.Count * given.RowLength];
        using var pin = given.Pin();
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] =
                given.ElementType == ElementType.Float32 ? ((float*)pin.Pointer)[i] : (float)((double*)pin.Pointer)[i];
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The sample weight {weights[i]} came in {name} at {DataChecks.Place(given.Shape, i)}; finite numbers from 0 on were expected. Mend that entry."
                    )
                );
        }
        // One number an example, whatever dimensions of 1 it came with.
        if (given.RowLength == 1)
            return weights;
        return Tensor.Create(weights, Array.ConvertAll(given.Shape.ToArray(), d => (nint)d));
    }

    /// <summary>Refuses weights of parts of examples where an example is one prediction.</summary>
    /// <param name="name">What they are called in messages.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="output">The shape of the output that they weigh.</param>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static void Check(string name, TensorData weights, Shape output)
    {
        if (weights.RowLength > 1 && output.Rank < 3)
            throw Misfit(name, weights);
    }

    /// <summary>Class weights, times sample weights where there are some.</summary>
    public static TensorData Product(float[] classes, TensorData? samples)
    {
        if (samples is null)
            return classes;
        float[] weights = Read("sampleWeight", samples).ToArray<float>();
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= classes[i / samples.RowLength];
        return samples.RowLength == 1
            ? weights
            : Tensor.Create(weights, Array.ConvertAll(samples.Shape.ToArray(), d => (nint)d));
    }

    private static ArgumentException Misfit(string name, TensorData given) =>
        new(
            $"Sample weights of {given} came as {name}; one float or double an example was expected, or one for each step of a sequence. Give an array ({given.Count},)."
        );
}
