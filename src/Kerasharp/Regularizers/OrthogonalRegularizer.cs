using Kerasharp.Onnx.Operators;

namespace Kerasharp.Regularizers;

/// <summary>
/// Draws the rows of a matrix, or its columns, towards being orthogonal: a factor times the mean of |cos| of the angles between each two
/// of them.
/// </summary>
/// <remarks>
/// For matrices only, such as a dense layer's kernel (inputs, units); there <c>rows</c> are the inputs' and <c>columns</c> the units'.
/// Keras: <c>keras.regularizers.OrthogonalRegularizer</c>.
/// </remarks>
/// <example><code>new Dense(64, kernelRegularizer: new OrthogonalRegularizer(0.01, mode: "columns"))</code></example>
public sealed class OrthogonalRegularizer : Regularizer
{
    // Keras's bound below which a vector counts as too short to be normalized, squared.
    private const double LeastSquare = 1e-7 * 1e-7;

    /// <summary>A penalty on the angles between rows, or columns.</summary>
    /// <param name="factor">The factor, 0 or more.</param>
    /// <param name="mode"><c>rows</c> or <c>columns</c>.</param>
    /// <exception cref="ArgumentException">The factor is negative or not finite, or the mode is another.</exception>
    public OrthogonalRegularizer(double factor = 0.01, string mode = "rows")
    {
        Factor = CheckFactor(factor, nameof(factor));
        Mode = mode is "rows" or "columns"
            ? mode
            : throw new ArgumentException(
                $"The mode '{mode}' came; OrthogonalRegularizer knows 'rows' and 'columns'. Take one of these.",
                nameof(mode)
            );
    }

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <summary><c>rows</c> or <c>columns</c>.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is no matrix, or has fewer than two of the rows or columns.</exception>
    public override SymbolicTensor Call(SymbolicTensor x)
    {
        bool rows = Mode == "rows";
        var (along, across) = rows ? (1, 0) : (0, 1);
        if (x.Rank != 2 || !x.Shape[across].IsKnown || x.Shape[across].Value < 2)
            throw new ArgumentException(
                $"A tensor {x.Shape} came to OrthogonalRegularizer; a matrix of two {Mode} or more, as many as are known, was expected. "
                    + "Put it on a dense kernel, or take another regularizer."
            );
        var squares = Ops.Sum(Ops.Square(x), along, keepDims: true);
        var unit = x * Ops.Rsqrt(Ops.Maximum(squares, LeastSquare));
        var turned = Ops.Transpose(unit, 1, 0);
        var products = rows ? Ops.Matmul(unit, turned) : Ops.Matmul(turned, unit);
        var others = products * (1 - new SymbolicTensor(Op.EyeLike(products.Value)));
        double size = x.Shape[across].Value;
        double pairs = size * (size - 1) / 2;
        // Each pair is in the product twice.
        return Factor / 2 / pairs * Ops.Sum(Ops.Absolute(others));
    }
}
