using Kerasharp.Activations;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The step of a <see cref="ConvLSTM"/>: that of an LSTM whose products are convolutions. Elements and states are channels first, as
/// ONNX's convolutions have them; the layer turns them.
/// </summary>
internal sealed class ConvLSTMCell : RecurrentCell
{
    private const int Gates = 4;

    private readonly WeightRule _kernel;
    private readonly WeightRule _recurrent;
    private readonly WeightRule _bias;
    private readonly Window _around;
    private long _channels;

    public ConvLSTMCell(
        int filters,
        Window window,
        ActivationFunction? activation,
        ActivationFunction? recurrentActivation,
        bool useBias,
        bool unitForgetBias,
        WeightRule kernel,
        WeightRule recurrent,
        WeightRule bias,
        double dropout,
        double recurrentDropout,
        int? seed
    )
        : base("conv_lstm_cell")
    {
        Filters = Arguments.Positive(filters, nameof(filters));
        Given = Convolution.Sparse(window);
        Window = new Window(
            window.Size,
            window.Strides,
            window.Padding,
            window.Dilations,
            "kernelSize",
            "channels_first"
        );
        long[] ones = Array.ConvertAll(window.Size, _ => 1L);
        _around = new Window(window.Size, ones, "same", ones, "kernelSize", "channels_first");
        Activation = activation ?? "tanh";
        RecurrentActivation = recurrentActivation ?? "sigmoid";
        UseBias = useBias;
        UnitForgetBias = unitForgetBias;
        (_kernel, _recurrent, _bias) = (kernel, recurrent, bias);
        Dropout = Rates.Part(dropout);
        RecurrentDropout = Rates.Part(recurrentDropout);
        Seed = seed;
    }

    public int Filters { get; }

    /// <summary>The window as it was given, in the layer's data format.</summary>
    public Window Given { get; }

    /// <summary>The same, channels first.</summary>
    public Window Window { get; }

    public ActivationFunction Activation { get; }

    public ActivationFunction RecurrentActivation { get; }

    public bool UseBias { get; }

    public bool UnitForgetBias { get; }

    public WeightRule KernelRule => _kernel;

    public WeightRule RecurrentRule => _recurrent;

    public WeightRule BiasRule => _bias;

    public double Dropout { get; }

    public double RecurrentDropout { get; }

    public int? Seed { get; }

    public Weight? Kernel { get; private set; }

    public Weight? RecurrentKernel { get; private set; }

    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSize => [Filters, Filters];

    internal override int? OutputState => 0;

    internal override IReadOnlyList<Shape> StateShapes(Shape element)
    {
        var dims = element.ToDims();
        dims[1] = Filters;
        for (int i = 0; i < Window.Size.Length; i++)
            dims[i + 2] = Window.Count(i, dims[i + 2]);
        return [new Shape(dims), new Shape(dims)];
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        _channels = inputShape[1].Value;
        Kernel = AddKernel("kernel", _channels, _kernel);
        RecurrentKernel = AddKernel("recurrent_kernel", Filters, _recurrent);
        Bias = UseBias
            ? AddWeight(
                "bias",
                [Gates * Filters],
                UnitForgetBias ? new ForgetBias(_bias.Initializer, Filters) : _bias.Initializer,
                regularizer: _bias.Regularizer,
                constraint: _bias.Constraint
            )
            : null;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Step(
        CallContext context,
        SymbolicTensor input,
        IReadOnlyList<SymbolicTensor> states
    ) => StepAsSequence(context, input, states);

    internal override CellTurn Prepare(
        CallContext context,
        SymbolicTensor sequence,
        IReadOnlyList<SymbolicTensor> states
    )
    {
        if (sequence.Shape[2].IsKnown && sequence.Shape[2] != _channels)
            throw this.Misfit(
                sequence.Shape,
                $"the layer was built for {_channels} channels",
                "Give as many, or another layer."
            );
        var projected = new SymbolicTensor(Project(context, sequence.In(context)));
        var kernel = new SymbolicTensor(Convolution.Stored(context, RecurrentKernel!));
        var masks = Masks(context, states[0].Value, RecurrentDropout, []);
        return new CellTurn(
            [projected],
            (turn, elements, now) =>
            {
                var h = Masked(now[0].Value, masks?.Select(m => turn.Captured(m).Value), 1);
                var share = Op.Conv(
                    h,
                    turn.Captured(kernel).Value,
                    pads: _around.Pads(h.Shape).Pads,
                    group: masks is null ? 1 : Gates
                );
                long part = Filters;
                var gates = Op.Split(elements[0].Value + share, 1, part, part, part, part);
                var (i, f, o) = (Gate(gates[0]), Gate(gates[1]), Gate(gates[3]));
                var c = f * now[1] + i * Activation.Apply(new SymbolicTensor(gates[2]));
                var next = o * Activation.Apply(c);
                return [next, next, c];
            }
        );
    }

    private SymbolicTensor Gate(Value z) => RecurrentActivation.Apply(new SymbolicTensor(z));

    /// <summary>The input's share of all gates and steps: one convolution.</summary>
    private Value Project(CallContext context, Value x)
    {
        // As in Keras each gate drops other elements, the same in all steps: four inputs side by side, a group of the kernel for each.
        var masks = Masks(context, x, Dropout, [0]);
        var all = Masked(x, masks?.Select(m => m.Value), 2);
        var steps = LeadingAxes.Merged(all);
        var (pads, autoPad) = Window.Pads(steps.Shape);
        var y = Op.Conv(
            steps,
            Convolution.Stored(context, Kernel!),
            Bias is null ? null : context[Bias].Value,
            Window.Strides,
            pads,
            Window.Dilations,
            masks is null ? 1 : Gates,
            autoPad
        );
        return LeadingAxes.Split(y, x);
    }

    /// <summary>For each gate 0 where an element is dropped, and else what makes up for it; null where nothing is dropped.</summary>
    private SymbolicTensor[]? Masks(CallContext context, Value like, double rate, int[] shared)
    {
        if (!context.Training || rate == 0)
            return null;
        return [.. Enumerable.Range(0, Gates).Select(_ => new SymbolicTensor(context.Kept(like, rate, shared, Seed)))];
    }

    /// <summary>What each gate reads, side by side; the same for all where nothing is dropped.</summary>
    private static Value Masked(Value x, IEnumerable<Value>? masks, int axis) =>
        masks is null ? x : Op.Concat([.. masks.Select(m => x * m)], axis);

    /// <summary>A kernel (...size, channels, 4 · filters), which lies in memory as ONNX wants it.</summary>
    private Weight AddKernel(string name, long channels, WeightRule rule) =>
        AddWeight(
            name,
            [.. Window.Size, channels, Gates * Filters],
            rule.Initializer,
            true,
            rule.Regularizer,
            rule.Constraint,
            Convolution.KernelOrder(Window.Size.Length)
        );
}
