namespace Kerasharp.Constraints;

/// <summary>The base of constraints on the lengths of the vectors of a weight, which lie along axes of it.</summary>
/// <param name="axis">The axes of the vectors; axis 0 where it is null.</param>
public abstract class NormConstraint(Axes? axis) : Constraint
{
    // Keras's, so that a vector of zeros stays one.
    private const double Epsilon = 1e-7;

    /// <summary>The axes along which the lengths are taken.</summary>
    public Axes Axis { get; } = axis ?? 0;

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor weight)
    {
        var norms = Ops.Sqrt(Ops.Sum(Ops.Square(weight), Axis.ToArray(), keepDims: true));
        return weight * (Desired(norms) / (norms + Epsilon));
    }

    /// <summary>The lengths that the vectors are to have.</summary>
    /// <param name="norms">The lengths that they have.</param>
    private protected abstract SymbolicTensor Desired(SymbolicTensor norms);

    /// <summary>A length that must be 0 or more.</summary>
    private protected static double Length(double value, string name) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"{name} of {value} came; a finite number of 0 or more was expected. Give a length, such as 1."
                )
            );
}
