using Kerasharp.Onnx.Graphs;

namespace Kerasharp;

/// <summary>What a model takes at one of its inputs.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="ElementType">The type of its elements inside the model.</param>
/// <param name="Shape">Its dimensions; the first, the batch, is symbolic.</param>
public sealed record InputSpec(string Name, ElementType ElementType, Shape Shape)
{
    /// <summary>Refuses an array that does not fit, before anything runs.</summary>
    internal void Check(string model, Shape given)
    {
        if (!Takes(given))
        {
            throw new ArgumentException(
                $"An array of shape {given} came for the input '{Name}' of the model '{model}', which takes {Shape}. "
                    + "Reshape the array, or change the model's Input."
            );
        }
    }

    /// <summary>Refuses batches of another size than the input was made for.</summary>
    internal void CheckBatches(string model, int batchSize, long examples)
    {
        if (!Shape[0].IsKnown || (Shape[0].Value == batchSize && examples % batchSize == 0))
            return;
        throw new ArgumentException(
            FormattableString.Invariant(
                $"Batches of {batchSize} of {examples} examples came for the input '{Name}' of the model '{model}', which takes {Shape[0]} at once and no rest. "
            )
                + FormattableString.Invariant(
                    $"Give batchSize: {Shape[0]} and a multiple of it in examples, or make the Input without a BatchSize."
                )
        );
    }

    /// <summary>Whether a shape fits; the batch may be any, and a size that is not known yet may turn out to fit.</summary>
    internal bool Takes(Shape given)
    {
        bool fits = given.Rank == Shape.Rank;
        for (int i = 1; fits && i < given.Rank; i++)
            fits = !Shape[i].IsKnown || !given[i].IsKnown || Shape[i] == given[i];
        return fits;
    }
}
