using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What LSTMs with convolutions in the place of products have in common, whatever their number of spatial dimensions. Derive from
/// <see cref="RecurrentCell"/> for recurrent layers of one's own.
/// </summary>
public abstract class ConvLSTM : RNN
{
    private readonly ConvLSTMCell _cell;

    private protected ConvLSTM(
        RecurrentCell cell,
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
        _cell = (ConvLSTMCell)cell;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>The number of channels of output and states.</summary>
    public int Filters => _cell.Filters;

    /// <summary>How the input is padded: <c>valid</c> (not at all) or <c>same</c>. States are always padded so that their size stays.</summary>
    public string Padding => _cell.Given.Padding;

    /// <summary>Where the channels stand: <c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _cell.Given.Format.Name;

    /// <summary>The function applied to what the units hold.</summary>
    public ActivationFunction Activation => _cell.Activation;

    /// <summary>The function applied to the gates.</summary>
    public ActivationFunction RecurrentActivation => _cell.RecurrentActivation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _cell.UseBias;

    /// <summary>How the input's kernel is filled at first.</summary>
    public Initializer KernelInitializer => _cell.KernelRule.Initializer;

    /// <summary>How the state's kernel is filled at first.</summary>
    public Initializer RecurrentInitializer => _cell.RecurrentRule.Initializer;

    /// <summary>How the bias is filled at first.</summary>
    public Initializer BiasInitializer => _cell.BiasRule.Initializer;

    /// <summary>Whether the forget gate's bias begins with ones.</summary>
    public bool UnitForgetBias => _cell.UnitForgetBias;

    /// <summary>The penalty on the input's kernel.</summary>
    public Regularizer? KernelRegularizer => _cell.KernelRule.Regularizer;

    /// <summary>The penalty on the state's kernel.</summary>
    public Regularizer? RecurrentRegularizer => _cell.RecurrentRule.Regularizer;

    /// <summary>The penalty on the bias.</summary>
    public Regularizer? BiasRegularizer => _cell.BiasRule.Regularizer;

    /// <summary>What the input's kernel must fulfil after each update.</summary>
    public Constraint? KernelConstraint => _cell.KernelRule.Constraint;

    /// <summary>What the state's kernel must fulfil after each update.</summary>
    public Constraint? RecurrentConstraint => _cell.RecurrentRule.Constraint;

    /// <summary>What the bias must fulfil after each update.</summary>
    public Constraint? BiasConstraint => _cell.BiasRule.Constraint;

    /// <summary>The part of the input that is dropped while training, the same in all steps of a sequence.</summary>
    public double Dropout => _cell.Dropout;

    /// <summary>The part of the state that is dropped while training where gates read it, the same in all steps of a sequence.</summary>
    public double RecurrentDropout => _cell.RecurrentDropout;

    /// <summary>The layer's own seed for what it drops; null for the model's.</summary>
    public int? Seed => _cell.Seed;

    /// <summary>The input's kernel (...kernelSize, channels, 4 · filters); null until the layer is built.</summary>
    public Weight? Kernel => _cell.Kernel;

    /// <summary>The state's kernel (...kernelSize, filters, 4 · filters); null until the layer is built.</summary>
    public Weight? RecurrentKernel => _cell.RecurrentKernel;

    /// <summary>The bias (4 · filters); null until the layer is built, and without bias.</summary>
    public Weight? Bias => _cell.Bias;

    private int Rank => _cell.Window.Size.Length;

    private bool ChannelsFirst => _cell.Given.Format.ChannelsFirst;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Check(inputShapes[0]);
        var input = inputShapes[0];
        base.Build([ChannelsFirst ? input : input.Permute(First(input.Rank, 2)), .. inputShapes.Skip(1)]);
    }

    private protected override bool MadeItsParts => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        Check(inputs[0].Shape);
        if (ChannelsFirst)
            return base.Call(context, inputs);
        SymbolicTensor[] turned =
        [
            Turned(inputs[0], First(inputs[0].Rank, 2)),
            .. inputs.Skip(1).Select(s => s.Rank == Rank + 2 ? Turned(s, First(s.Rank, 1)) : s),
        ];
        context.SetMask(turned[0], context.GetMask(inputs[0]));
        var given = base.Call(context, turned);
        SymbolicTensor[] outputs =
        [
            Turned(given[0], Last(given[0].Rank, ReturnSequences ? 2 : 1)),
            .. given.Skip(1).Select(s => Turned(s, Last(s.Rank, 1))),
        ];
        context.SetMask(outputs[0], context.GetMask(given[0]));
        return outputs;
    }

    private static SymbolicTensor Turned(SymbolicTensor x, int[] order) => new(Op.Transpose(x.Value, order));

    /// <summary>The order that puts the last axis behind some leading ones.</summary>
    private static int[] First(int rank, int leading) =>
        [.. Enumerable.Range(0, leading), rank - 1, .. Enumerable.Range(leading, rank - leading - 1)];

    /// <summary>The order that puts the axis behind some leading ones last.</summary>
    private static int[] Last(int rank, int leading) =>
        [.. Enumerable.Range(0, leading), .. Enumerable.Range(leading + 1, rank - leading - 1), leading];

    private void Check(Shape input)
    {
        string[] places = Rank switch
        {
            1 => ["steps"],
            2 => ["height", "width"],
            _ => ["depth", "height", "width"],
        };
        string axes = _cell.Given.Format.Axes(places).Replace("batch, ", "batch, time, ", StringComparison.Ordinal);
        if (input.Rank != Rank + 3)
            throw this.Misfit(input, $"{Rank + 3} dimensions ({axes}) were expected", "Reshape it.");
        if (input.Skip(2).Any(d => !d.IsKnown))
            throw this.Misfit(
                input,
                $"all but batch and time of ({axes}) must be known",
                "Give their numbers to Input."
            );
        _cell.Given.Check(this, new Shape([input[0], .. input.Skip(2)]));
    }
}
