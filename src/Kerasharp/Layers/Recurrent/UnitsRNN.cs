using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>What the recurrent layers of Keras's cells have in common. Use <see cref="RNN"/> for cells of one's own.</summary>
public abstract class UnitsRNN : RNN
{
    private readonly UnitsCell _cell;

    private protected UnitsRNN(
        UnitsCell cell,
        Regularizer? activityRegularizer,
        bool returnSequences,
        bool returnState,
        bool goBackwards,
        bool stateful,
        bool unroll,
        bool zeroOutputForMask,
        string? name
    )
        : base(cell, returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, name)
    {
        _cell = cell;
        ActivityRegularizer = activityRegularizer;
    }

    private protected override bool MadeItsParts => true;

    /// <inheritdoc cref="UnitsCell.Units"/>
    public int Units => _cell.Units;

    /// <inheritdoc cref="UnitsCell.Activation"/>
    public ActivationFunction Activation => _cell.Activation;

    internal override ActivationFunction? ShownActivation => Activation;

    /// <inheritdoc cref="UnitsCell.UseBias"/>
    public bool UseBias => _cell.UseBias;

    /// <inheritdoc cref="UnitsCell.KernelInitializer"/>
    public Initializer KernelInitializer => _cell.KernelInitializer;

    /// <inheritdoc cref="UnitsCell.RecurrentInitializer"/>
    public Initializer RecurrentInitializer => _cell.RecurrentInitializer;

    /// <inheritdoc cref="UnitsCell.BiasInitializer"/>
    public Initializer BiasInitializer => _cell.BiasInitializer;

    /// <inheritdoc cref="UnitsCell.KernelRegularizer"/>
    public Regularizer? KernelRegularizer => _cell.KernelRegularizer;

    /// <inheritdoc cref="UnitsCell.RecurrentRegularizer"/>
    public Regularizer? RecurrentRegularizer => _cell.RecurrentRegularizer;

    /// <inheritdoc cref="UnitsCell.BiasRegularizer"/>
    public Regularizer? BiasRegularizer => _cell.BiasRegularizer;

    /// <inheritdoc cref="UnitsCell.KernelConstraint"/>
    public Constraint? KernelConstraint => _cell.KernelConstraint;

    /// <inheritdoc cref="UnitsCell.RecurrentConstraint"/>
    public Constraint? RecurrentConstraint => _cell.RecurrentConstraint;

    /// <inheritdoc cref="UnitsCell.BiasConstraint"/>
    public Constraint? BiasConstraint => _cell.BiasConstraint;

    /// <inheritdoc cref="UnitsCell.Dropout"/>
    public double Dropout => _cell.Dropout;

    /// <inheritdoc cref="UnitsCell.RecurrentDropout"/>
    public double RecurrentDropout => _cell.RecurrentDropout;

    /// <inheritdoc cref="UnitsCell.Seed"/>
    public int? Seed => _cell.Seed;
}
