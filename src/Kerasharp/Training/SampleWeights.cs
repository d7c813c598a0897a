using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>How much each example counts, in the one form that steps take: float32, one number an example.</summary>
internal static unsafe class SampleWeights
{
    /// <summary>Weights as a user gave them.</summary>
    /// <param name="name">What they are called in messages.</param>
    /// <param name="given">The weights.</param>
    /// <exception cref="ArgumentException">They are not one floating-point number an example, or one is negative, infinite or NaN.</exception>
    public static float[] Read(string name, TensorData given)
    {
        if (given.RowLength != 1 || given.ElementType is not (ElementType.Float32 or ElementType.Float64))
        {
            throw new ArgumentException(
                $"Sample weights of {given} came as {name}; one float or double an example was expected. Give an array ({given.Count},)."
            );
        }
        var weights = new float[given.Count];
        using var pin = given.Pin();
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] =
                given.ElementType == ElementType.Float32 ? ((float*)pin.Pointer)[i] : (float)((double*)pin.Pointer)[i];
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The sample weight {weights[i]} came in {name} at ({i},); finite numbers from 0 on were expected. Mend that entry."
                    )
                );
        }
        return weights;
    }

    /// <summary>Class weights, times sample weights where there are some.</summary>
    public static float[] Product(float[] classes, TensorData? samples)
    {
        if (samples is null)
            return classes;
        float[] weights = Read("sampleWeight", samples);
        for (int i = 0; i < classes.Length; i++)
            classes[i] *= weights[i];
        return classes;
    }
}
