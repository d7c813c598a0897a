using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What the cells of Keras have in common: units, a number of gates for each, a kernel for the input and one for the state, and dropout
/// of both. Derive from <see cref="RecurrentCell"/> for cells of one's own.
/// </summary>
public abstract class UnitsCell : RecurrentCell
{
    private protected UnitsCell(
        int gates,
        int units,
        ActivationFunction? activation,
        bool useBias,
        Initializer? kernelInitializer,
        Initializer? recurrentInitializer,
        Initializer? biasInitializer,
        Regularizer? kernelRegularizer,
        Regularizer? recurrentRegularizer,
        Regularizer? biasRegularizer,
        Constraint? kernelConstraint,
        Constraint? recurrentConstraint,
        Constraint? biasConstraint,
        double dropout,
        double recurrentDropout,
        int? seed,
        string? name
    )
        : base(name)
    {
        Gates = gates;
        Units = Arguments.Positive(units, nameof(units));
        Activation = activation ?? "tanh";
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        RecurrentInitializer = recurrentInitializer ?? "orthogonal";
        BiasInitializer = biasInitializer ?? "zeros";
        KernelRegularizer = kernelRegularizer;
        RecurrentRegularizer = recurrentRegularizer;
        BiasRegularizer = biasRegularizer;
        KernelConstraint = kernelConstraint;
        RecurrentConstraint = recurrentConstraint;
        BiasConstraint = biasConstraint;
        Dropout = Rates.Part(dropout);
        RecurrentDropout = Rates.Part(recurrentDropout);
        Seed = seed;
    }

    /// <summary>The size of the output and of each state.</summary>
    public int Units { get; }

    /// <summary>The function applied to what the units hold.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>How the input's kernel is filled at first.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>How the state's kernel is filled at first.</summary>
    public Initializer RecurrentInitializer { get; }

    /// <summary>How the bias is filled at first.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the input's kernel.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on the state's kernel.</summary>
    public Regularizer? RecurrentRegularizer { get; }

    /// <summary>The penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the input's kernel must fulfil after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the state's kernel must fulfil after each update.</summary>
    public Constraint? RecurrentConstraint { get; }

    /// <summary>What the bias must fulfil after each update.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The part of the input's features that is dropped while training, the same in all steps of a sequence.</summary>
    public double Dropout { get; }

    /// <summary>The part of the state that is dropped while training where gates read it, the same in all steps of a sequence.</summary>
    public double RecurrentDropout { get; }

    /// <summary>The cell's own seed for what it drops; null for the model's.</summary>
    public int? Seed { get; }

    /// <summary>The input's kernel (features, gates · units); null until the cell is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The state's kernel (units, gates · units); null until the cell is built.</summary>
    public Weight? RecurrentKernel { get; private set; }

    /// <summary>The bias; null until the cell is built, and without bias.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSize => [Units];

    /// <summary>How many rows of weights there are for each unit.</summary>
    internal int Gates { get; }

    internal sealed override int? OutputState => 0;

    /// <summary>Whether ONNX has the cell as an operator.</summary>
    internal abstract bool IsNative { get; }

    /// <summary>The functions by ONNX's names, in its order.</summary>
    internal abstract string[] NativeActivations { get; }

    /// <summary>The functions that ONNX takes where none are named.</summary>
    internal abstract string[] DefaultActivations { get; }

    /// <summary>The weights as ONNX's operator takes them.</summary>
    internal abstract NativeWeights NativeWeights(CallContext context);

    /// <summary>ONNX's operator.</summary>
    /// <returns>The outputs of all steps (time, directions, batch, units), then the last states (directions, batch, units).</returns>
    internal abstract IReadOnlyList<Value> Native(
        Value x,
        Value w,
        Value r,
        Value? b,
        IReadOnlyList<Value> states,
        RecurrentOptions options
    );

    /// <summary>Whether the functions are those that ONNX's operator and our kernels have by themselves.</summary>
    private protected bool HasDefaultActivations => IsNative && NativeActivations.SequenceEqual(DefaultActivations);

    /// <summary>The shape of the bias.</summary>
    private protected virtual long[] BiasShape => [(long)Gates * Units];

    /// <summary>How the bias is filled, if not by its initializer alone.</summary>
    private protected virtual Initializer FirstBias => BiasInitializer;

    /// <summary>The bias that goes to the input's share of the gates.</summary>
    private protected virtual Value? InputBias(CallContext context) => Bias is null ? null : context[Bias].Value;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        CheckElement(inputShape);
        long columns = (long)Gates * Units;
        Kernel = AddWeight(
            "kernel",
            [this.KnownChannels(inputShape), columns],
            KernelInitializer,
            regularizer: KernelRegularizer,
            constraint: KernelConstraint
        );
        RecurrentKernel = AddWeight(
            "recurrent_kernel",
            [Units, columns],
            RecurrentInitializer,
            regularizer: RecurrentRegularizer,
            constraint: RecurrentConstraint
        );
        Bias = UseBias
            ? AddWeight("bias", BiasShape, FirstBias, regularizer: BiasRegularizer, constraint: BiasConstraint)
            : null;
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Step(
        CallContext context,
        SymbolicTensor input,
        IReadOnlyList<SymbolicTensor> states
    )
    {
        CheckElement(input.Shape);
        return StepAsSequence(context, input, states);
    }

    internal sealed override CellTurn Prepare(
        CallContext context,
        SymbolicTensor sequence,
        IReadOnlyList<SymbolicTensor> states
    )
    {
        CheckFeatures(sequence.Shape);
        var projected = new SymbolicTensor(Project(context, sequence.In(context)));
        return new CellTurn([projected], Turn(context, Recurrent(context, states[0])));
    }

    /// <summary>Writes a step.</summary>
    /// <param name="context">The context outside of the steps, for what all have in common.</param>
    /// <param name="recurrent">The states as gates read them.</param>
    private protected abstract Func<
        CallContext,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>
    > Turn(CallContext context, GateReader recurrent);

    /// <summary>
    /// Whether all steps of a sequence without a mask are one node while training: with the default functions, and where nothing of the state is
    /// dropped.
    /// </summary>
    internal bool TakesAllSteps(CallContext context) =>
        HasWholeSteps
        && context is { Training: true, ComputeType: ElementType.Float32 }
        && HasDefaultActivations
        && RecurrentDropout == 0;

    /// <summary>Whether there is a node for all steps.</summary>
    private protected virtual bool HasWholeSteps => false;

    /// <summary>Takes all steps of a sequence with time in front.</summary>
    internal RecurrentResult AllSteps(
        CallContext context,
        SymbolicTensor sequence,
        IReadOnlyList<SymbolicTensor> states,
        bool backwards
    )
    {
        CheckFeatures(sequence.Shape);
        var kernel = context[RecurrentKernel!].Value;
        var (steps, last) = AllSteps(
            context,
            Project(context, sequence.In(context)),
            kernel,
            [.. states.Select(s => s.In(context))],
            backwards
        );
        var after = last.Select(s => new SymbolicTensor(s)).ToArray();
        return new RecurrentResult(new SymbolicTensor(steps), after[0], after);
    }

    /// <summary>Writes the node for all steps: the states after each, and those after the last.</summary>
    private protected virtual (Value Steps, Value[] Last) AllSteps(
        CallContext context,
        Value projected,
        Value kernel,
        Value[] states,
        bool backwards
    ) => throw new NotSupportedException();

    /// <summary>The weights as ONNX's operators take them, whose gates are in another order.</summary>
    /// <param name="context">The context of the graph.</param>
    /// <param name="order">Which gate of the layer is at each place in ONNX.</param>
    /// <param name="inputBias">The bias of the input's share; null for none.</param>
    /// <param name="recurrentBias">The bias of the state's share; null for none.</param>
    private protected NativeWeights Natively(CallContext context, int[] order, Value? inputBias, Value? recurrentBias)
    {
        Value? bias = null;
        if (inputBias is not null)
        {
            var input = Ordered(inputBias);
            bias = Op.Concat([input, recurrentBias is null ? input * 0 : Ordered(recurrentBias)], 0);
        }
        return new NativeWeights(Rows(Kernel!), Rows(RecurrentKernel!), bias);

        Value Rows(Weight kernel) => Ordered(Op.Transpose(context[kernel].Value, 1, 0));

        Value Ordered(Value rows)
        {
            if (order.SequenceEqual(Enumerable.Range(0, Gates)))
                return rows;
            var parts = Op.Split(rows, 0, [.. Enumerable.Repeat((long)Units, Gates)]);
            return Op.Concat([.. order.Select(gate => parts[gate])], 0);
        }
    }

    /// <summary>The input's share of all gates and steps: one product.</summary>
    private Value Project(CallContext context, Value x)
    {
        var kernel = context[Kernel!].Value;
        var bias = InputBias(context);
        if (!context.Training || Dropout == 0)
            return Product(x, kernel, bias);
        if (RecurrentDropout == 0 || Gates == 1)
            return Product(x * context.Kept(x, Dropout, [0], Seed), kernel, bias);
        // As in Keras, each gate drops others where states are dropped as well.
        var shares = Op.Split(kernel, 1, [.. Enumerable.Repeat((long)Units, Gates)])
            .Select(part => Product(x * context.Kept(x, Dropout, [0], Seed), part, null));
        var all = Op.Concat([.. shares], -1);
        return bias is null ? all : all + bias;
    }

    /// <summary>The product over all elements of a sequence (time, batch, features), as one of matrices where that can be written.</summary>
    private static Value Product(Value x, Value kernel, Value? bias)
    {
        if (!x.Shape[0].IsKnown && !x.Shape[1].IsKnown)
            return DenseInputs.Product(x, kernel, bias);
        var rows = Op.Reshape(x, -1, kernel.Shape[0].Value);
        return Op.Reshape(Op.Gemm(rows, kernel, c: bias), new Shape(x.Shape[0], x.Shape[1], kernel.Shape[1]));
    }

    private GateReader Recurrent(CallContext context, SymbolicTensor state)
    {
        var kernel = context[RecurrentKernel!];
        if (!context.Training || RecurrentDropout == 0)
            return new GateReader(kernel, null, Units);
        var masks = Enumerable
            .Range(0, Gates)
            .Select(_ => new SymbolicTensor(context.Kept(state.Value, RecurrentDropout, [], Seed)));
        return new GateReader(kernel, [.. masks], Units);
    }

    private void CheckElement(Shape element)
    {
        if (element.Rank != 2)
            throw this.Misfit(
                element,
                "an element of 2 dimensions (batch, features) was expected, of a sequence (batch, time, features)",
                "Reshape it, or flatten elements by TimeDistributed(new Flatten())."
            );
    }

    /// <summary>Refuses a sequence of other features than the cell was built for.</summary>
    internal void CheckFeatures(Shape sequence)
    {
        if (sequence[-1].IsKnown && sequence[-1] != Kernel!.Shape[0])
            throw this.Misfit(
                sequence,
                $"the layer was built for {Kernel.Shape[0]} features in the last axis",
                $"Give that, or another {TypeName}."
            );
    }
}
