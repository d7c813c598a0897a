using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Training;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    private ArrayCalls? _arrayCalls;
    private long? _arraySeed;
    private long _arraySteps;

    /// <summary>
    /// Computes the layer on arrays, at once and outside of any model: to look at what it does, or to prepare data with it. It makes its
    /// weights if need be, and changes none.
    /// </summary>
    /// <param name="x">What the layer takes: an array whose first dimension counts the examples, several as a collection expression.</param>
    /// <param name="training">Whether it acts as in training: random layers draw, each call anew.</param>
    /// <returns>What the layer makes of it.</returns>
    /// <exception cref="ArgumentException">The arrays differ in their number of examples, or there are none.</exception>
    /// <exception cref="LayerException">The layer does not take such arrays.</exception>
    /// <exception cref="InvalidOperationException">The layer has several outputs; use <see cref="ApplyAll"/>.</exception>
    /// <remarks>On the CPU, from any thread. Keras: <c>layer(x, training=...)</c> on arrays.</remarks>
    /// <example><code>
    /// var scaled = new Rescaling(1 / 255.0).Apply(images);
    /// var moved = new Dropout(0.5).Apply(scaled, training: true);
    /// </code></example>
    public Tensor<float> Apply(TensorDataList x, bool training = false)
    {
        var outputs = ApplyAll(x, training);
        return outputs.Count == 1
            ? outputs[0]
            : throw new InvalidOperationException(
                $"Apply was called on the layer '{Name}', which has {outputs.Count} outputs; it gives one. Use ApplyAll."
            );
    }

    /// <summary>Computes all outputs of the layer on arrays.</summary>
    /// <inheritdoc cref="Apply(TensorDataList, bool)"/>
    public IReadOnlyList<Tensor<float>> ApplyAll(TensorDataList x, bool training = false)
    {
        long step = Interlocked.Increment(ref _arraySteps) - 1;
        return ApplyDrawn(x, training, training ? _arraySeed ??= (long)RandomSeeds.Next() : 0, step);
    }

    /// <summary>The same with random numbers that depend on a seed and a step alone.</summary>
    internal IReadOnlyList<Tensor<float>> ApplyDrawn(TensorDataList x, bool training, long seed, long step)
    {
        ArgumentNullException.ThrowIfNull(x);
        DataChecks.Examples(x);
        var calls = _arrayCalls ?? Interlocked.CompareExchange(ref _arrayCalls, new ArrayCalls(this), null);
        var results = (calls ?? _arrayCalls!).Run(x, training, seed, step);
        return Array.ConvertAll(results, r => Tensor.Create(r.Values, Array.ConvertAll(r.Dims, d => (nint)d)));
    }
}
