using System.Globalization;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What normalisations that learn a factor (gamma) and a summand (beta) have in common. Derive from <see cref="Layer"/> for layers of
/// one's own.
/// </summary>
public abstract class AffineNormalization : Layer
{
    private protected AffineNormalization(
        double epsilon,
        bool center,
        bool scale,
        Initializer? betaInitializer,
        Initializer? gammaInitializer,
        Regularizer? betaRegularizer,
        Regularizer? gammaRegularizer,
        Constraint? betaConstraint,
        Constraint? gammaConstraint,
        string? name
    )
        : base(name)
    {
        Epsilon = CheckEpsilon(epsilon);
        Center = center;
        Scale = scale;
        BetaInitializer = betaInitializer ?? "zeros";
        GammaInitializer = gammaInitializer ?? "ones";
        BetaRegularizer = betaRegularizer;
        GammaRegularizer = gammaRegularizer;
        BetaConstraint = betaConstraint;
        GammaConstraint = gammaConstraint;
    }

    private protected override bool ComputesWide => true;

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma is a factor.</summary>
    public bool Scale { get; }

    /// <summary>How beta is filled at first.</summary>
    public Initializer BetaInitializer { get; }

    /// <summary>How gamma is filled at first.</summary>
    public Initializer GammaInitializer { get; }

    /// <summary>The penalty on beta.</summary>
    public Regularizer? BetaRegularizer { get; }

    /// <summary>The penalty on gamma.</summary>
    public Regularizer? GammaRegularizer { get; }

    /// <summary>What beta must fulfil after each update.</summary>
    public Constraint? BetaConstraint { get; }

    /// <summary>What gamma must fulfil after each update.</summary>
    public Constraint? GammaConstraint { get; }

    /// <summary>The factor; null until the layer is built, and without scale.</summary>
    public Weight? Gamma { get; private set; }

    /// <summary>The summand; null until the layer is built, and without center.</summary>
    public Weight? Beta { get; private set; }

    /// <summary>Makes gamma and beta, as far as they are wanted.</summary>
    private protected void AddGammaAndBeta(long[] shape)
    {
        if (Scale)
            Gamma = AddWeight(
                "gamma",
                shape,
                GammaInitializer,
                regularizer: GammaRegularizer,
                constraint: GammaConstraint
            );
        if (Center)
            Beta = AddWeight("beta", shape, BetaInitializer, regularizer: BetaRegularizer, constraint: BetaConstraint);
    }

    /// <summary>An input has another number of elements along an axis than the layer was built for.</summary>
    private protected void CheckChannels(Shape came, int axis, Dim needed)
    {
        if (came[axis].IsKnown && came[axis] != needed)
            throw this.Misfit(
                came,
                $"the layer was built for {needed} channels along axis {axis}",
                "Give as many, or another layer."
            );
    }

    /// <summary>The place of an axis that is not the batch's.</summary>
    private protected int AxisIn(Shape shape, int axis)
    {
        int place = axis < 0 ? axis + shape.Rank : axis;
        if (shape.Rank >= 2 && place >= 1 && place < shape.Rank)
            return place;
        throw this.Misfit(
            shape,
            string.Create(
                CultureInfo.InvariantCulture,
                $"2 dimensions or more were expected, one of them, other than the batch, the axis {axis} of the channels"
            ),
            "Change the axis or reshape the input."
        );
    }

    /// <summary>A number for each channel as it broadcasts against the input.</summary>
    private protected static Value Along(Value vector, int rank, int axis)
    {
        var shape = new Dim[rank - axis];
        Array.Fill(shape, 1);
        shape[0] = vector.Shape[0];
        return Op.Reshape(vector, new Shape(shape));
    }

    /// <summary>A weight's elements, or where the layer does without it, a number in its place.</summary>
    private protected static Value Filled(
        CallContext context,
        Weight? weight,
        double otherwise,
        Shape shape,
        Value like
    ) =>
        weight is null
            ? like.Graph.Constant(ConstantTensor.Filled(otherwise, like.ElementType, shape.ToArray()))
            : context[weight].Value;

    internal static double CheckEpsilon(double epsilon) =>
        epsilon > 0 && double.IsFinite(epsilon)
            ? epsilon
            : throw OutOfRange(nameof(epsilon), epsilon, "a number above 0");

    internal static double CheckMomentum(double momentum, string name) =>
        momentum is >= 0 and <= 1 ? momentum : throw OutOfRange(name, momentum, "0 to 1");

    private static ArgumentOutOfRangeException OutOfRange(string name, double value, string expected) =>
        new(
            name,
            value,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} of {value} came; {expected} was expected. Keras's default serves most models."
            )
        );
}
