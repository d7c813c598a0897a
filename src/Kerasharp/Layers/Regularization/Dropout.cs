using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// While training, sets a random part of the elements to 0, another one in each step, and scales the others by 1 / (1 - rate), so
/// that sums stay as they are on average. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>The seed is the model's (<see cref="Utils.SetRandomSeed"/>): same seed, same elements in the same step.</para>
/// <para>Keras: <c>keras.layers.Dropout</c>.</para>
/// </remarks>
/// <example><code>
/// new Dropout(0.5)
/// new Dropout(0.2, noiseShape: [null, 1, null])   // the same for all steps in time of (batch, time, features)
/// </code></example>
public sealed class Dropout : Layer
{
    private readonly long?[]? _noiseShape;

    /// <summary>A layer of a rate.</summary>
    /// <param name="rate">The part of the elements that are set to 0, at least 0 and below 1.</param>
    /// <param name="noiseShape">For each axis, the batch included: 1 where one decision serves the whole axis, null (or the axis's size)
    /// where each place has its own. By default every element has its own.</param>
    /// <param name="name">The layer's name; <c>dropout</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not at least 0 and below 1.</exception>
    /// <exception cref="ArgumentException">A size of the noise's shape is below 1.</exception>
    public Dropout(double rate, long?[]? noiseShape = null, string? name = null)
        : base(name)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A rate of {rate} came; at least 0 and below 1 was expected. Give the part to drop: 0.25 for a quarter."
                )
            );
        }
        if (noiseShape is not null && Array.Exists(noiseShape, size => size < 1))
        {
            throw new ArgumentException(
                $"A noise shape of {Text(noiseShape)} came; each entry must be null, 1 or the size of the axis. Give such ones.",
                nameof(noiseShape)
            );
        }
        Rate = rate;
        _noiseShape = noiseShape is null ? null : [.. noiseShape];
    }

    /// <summary>The part of the elements that are set to 0.</summary>
    public double Rate { get; }

    /// <summary>For each axis 1 or null, as it was given; null where every element has its own decision.</summary>
    public IReadOnlyList<long?>? NoiseShape => _noiseShape;

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        var x = input.In(context);
        int[] shared = SharedAxes(input.Shape);
        if (!context.Training || Rate == 0)
            return new SymbolicTensor(x);
        var uniform = context.RandomUniform(new SymbolicTensor(x), shared).Value;
        // The factor goes into the mask, which the gradient reads again: one product there instead of two.
        var mask = Op.Cast(Op.GreaterOrEqual(uniform, uniform.Like(Rate)), x.ElementType) * (1 / (1 - Rate));
        return new SymbolicTensor(x * mask);
    }

    private int[] SharedAxes(Shape shape)
    {
        if (_noiseShape is null)
            return [];
        bool fits = _noiseShape.Length == shape.Rank;
        for (int i = 0; fits && i < shape.Rank; i++)
            fits = _noiseShape[i] is null or 1 || (shape[i].IsKnown && shape[i].Value == _noiseShape[i]);
        if (!fits)
        {
            throw this.Misfit(
                shape,
                $"the noise shape {Text(_noiseShape)} needs as many axes, each null, 1 or of the input's size",
                "Change the noise shape."
            );
        }
        return Enumerable.Range(0, shape.Rank).Where(i => _noiseShape[i] == 1 && !shape[i].IsOne).ToArray();
    }

    private static string Text(long?[] sizes) =>
        $"({string.Join(", ", sizes.Select(s => s?.ToString(CultureInfo.InvariantCulture) ?? "null"))}{(sizes.Length == 1 ? "," : "")})";
}
