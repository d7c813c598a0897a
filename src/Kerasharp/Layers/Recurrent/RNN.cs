using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>A cell taken along a sequence: each step is given an element and the states that the step before it left.</summary>
/// <remarks>
/// <para>Input: (batch, time, ...features), and perhaps states to begin with. Output: (batch, units), the last step's; with
/// returnSequences (batch, time, units); with returnState the last states besides.</para>
/// <para>Training is one Scan forward and one backward, of a size that does not depend on time; what the input gives to all steps is one
/// product. Exports hold ONNX's own LSTM, GRU or RNN where the cell is one of those and nothing is masked, and else a Scan.</para>
/// <para>A masked element leaves states and output as they were. With goBackwards the mask is turned round with the outputs.</para>
/// <para>Keras: <c>keras.layers.RNN</c>.</para>
/// </remarks>
/// <example><code>
/// new RNN(new LSTMCell(32), returnSequences: true)                     // (None, 10, 8) becomes (None, 10, 32)
/// new RNN(new StackedRNNCells([new GRUCell(32), new GRUCell(16)]))     // (None, 10, 8) becomes (None, 16)
/// </code></example>
public class RNN : Layer
{
    internal const string InitialState = "initial_state";

    private Weight[] _states = [];

    /// <summary>A layer of a cell.</summary>
    /// <param name="cell">The step.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are given, rather than the last one.</param>
    /// <param name="returnState">Whether the last states are given besides.</param>
    /// <param name="goBackwards">Whether the steps go from the last element to the first; the outputs come in the steps' order then.</param>
    /// <param name="stateful">Whether a batch begins with the states that the one before it left. The batch's size must be known:
    /// <see cref="Input.BatchSize"/>.</param>
    /// <param name="unroll">Whether the steps are written out one by one while training. Their number must be known.</param>
    /// <param name="zeroOutputForMask">Whether the output of a masked step is zero, rather than that of the step before.</param>
    /// <param name="name">The layer's name; <c>rnn</c>, numbered, by default.</param>
    public RNN(
        RecurrentCell cell,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        bool zeroOutputForMask = false,
        string? name = null
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Cell = Track(cell);
        ReturnSequences = returnSequences;
        ReturnState = returnState;
        GoBackwards = goBackwards;
        Stateful = stateful;
        Unroll = unroll;
        ZeroOutputForMask = zeroOutputForMask;
    }

    /// <summary>The step.</summary>
    public RecurrentCell Cell { get; }

    private protected override bool MadeItsParts => false;

    /// <summary>Whether the outputs of all steps are given.</summary>
    public bool ReturnSequences { get; }

    /// <summary>Whether the last states are given besides.</summary>
    public bool ReturnState { get; }

    /// <summary>Whether the steps go from the last element to the first.</summary>
    public bool GoBackwards { get; }

    /// <summary>Whether a batch begins with the states that the one before it left.</summary>
    public bool Stateful { get; }

    /// <summary>Whether the steps are written out one by one while training.</summary>
    public bool Unroll { get; }

    /// <summary>Whether the output of a masked step is zero.</summary>
    public bool ZeroOutputForMask { get; }

    /// <summary>
    /// The states that a stateful layer has now; none where it is not stateful or not built. They are no weights: files do not hold
    /// them, and <see cref="Model.Export"/> makes of each an input, as <c>lstm/rnn_state</c>, and an output, <c>lstm/rnn_state.next</c>.
    /// </summary>
    public IReadOnlyList<Weight> States => _states;

    /// <summary>Whether outputs stand at their elements' places whichever way the steps go, as a <see cref="Bidirectional"/> has them.</summary>
    internal bool KeepsPlaces { get; set; }

    /// <inheritdoc/>
    protected override bool PassesMask => false;

    internal override IReadOnlyList<string> CallKeywords => [InitialState];

    /// <summary>Applies the layer with states to begin with.</summary>
    /// <param name="input">The sequence (batch, time, ...features).</param>
    /// <param name="initialState">A tensor (batch, size) for each state of the cell.</param>
    /// <param name="mask">Which steps count (batch, time), in place of the mask that the sequence has; that by default.</param>
    /// <returns>The output, and with returnState the last states.</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    /// <remarks>Keras: <c>layer(x, initial_state=[h, c], mask=mask)</c>. A mask alone is given by its name: <c>layer.Apply(x, mask: mask)</c>.</remarks>
    public SymbolicTensorList Apply(SymbolicTensor input, SymbolicTensorList initialState, SymbolicTensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initialState);
        var given = new NamedInputs(input).WithList(InitialState, initialState).With(MaskArgument, mask);
        return Apply(given.Tensors, given.Arguments);
    }

    /// <summary>Makes the states of a stateful layer zeros again.</summary>
    /// <remarks>Keras: <c>layer.reset_states()</c>.</remarks>
    public void ResetStates() => ResetCarried();

    internal override void Forget()
    {
        _states = [];
        base.Forget();
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        var element = Element(inputShapes[0]);
        if (!Stateful)
            return;
        if (!element[0].IsKnown)
            throw this.Misfit(
                inputShapes[0],
                "a stateful layer keeps states for a batch of a size that is known",
                "Give Input its BatchSize."
            );
        _states =
        [
            .. Cell.StateShapes(element)
                .Select(
                    (shape, i) =>
                        AddCarried(
                            i == 0 ? "rnn_state" : FormattableString.Invariant($"rnn_state_{i}"),
                            shape.ToArray()
                        )
                ),
        ];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        var states = InitialStates(context, inputs);
        var mask = context.GetMask(inputs[0]);
        if (mask is not null)
            this.CheckMask(mask.Shape, inputs[0].Shape, only: true);
        var result = Run(context, inputs[0], states, mask);
        var output = result.Last;
        if (ReturnSequences)
        {
            bool turns = GoBackwards && !KeepsPlaces;
            output = turns ? Turned(result.Steps!) : result.Steps!;
            if (mask is not null)
                context.SetMask(output, turns ? Turned(mask) : mask);
        }
        return ReturnState ? [output, .. result.States] : [output];
    }

    /// <summary>The states that a call begins with: those that it names, or what comes behind the sequence; none where there are none.</summary>
    internal static SymbolicTensor[] InitialStates(CallContext context, IReadOnlyList<SymbolicTensor> inputs) =>
        context.TensorArguments(inputs, InitialState) is { Count: > 0 } given
            ? [.. given.OfType<SymbolicTensor>()]
            : [.. inputs.Skip(1)];

    /// <summary>Takes the steps of a sequence.</summary>
    /// <param name="context">The context of the graph that has the sequence.</param>
    /// <param name="x">The sequence (batch, time, ...features).</param>
    /// <param name="states">States to begin with; none for the layer's own or zeros.</param>
    /// <param name="mask">Which elements count (batch, time); null for all.</param>
    internal RecurrentResult Run(
        CallContext context,
        SymbolicTensor x,
        IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor? mask
    )
    {
        BuildCell(context, x, states);
        bool fromZero = states.Count == 0 && !Stateful;
        if (Stateful)
        {
            if (x.Shape[0].IsKnown && x.Shape[0] != _states[0].Shape[0])
                throw this.Misfit(
                    x.Shape,
                    $"a stateful layer that keeps states for {_states[0].Shape[0]} sequences takes as many",
                    "Give batches of that size, or build the layer for another."
                );
            if (states.Count == 0)
                states = [.. _states.Select(context.Latest)];
            // The states' number of sequences is that of all.
            x = new SymbolicTensor(Op.Reshape(x.Value, new Shape([_states[0].Shape[0], .. x.Shape.Skip(1)])));
        }
        if (Unroll && !x.Shape[1].IsKnown)
            throw this.Misfit(
                x.Shape,
                "steps that are written out one by one must be of a known number",
                "Give their number to Input, or leave unroll out."
            );
        var result = Along(context, Cell, x, fromZero, states, mask, ReturnSequences);
        Cell.AddWeightPenalties(context);
        for (int i = 0; i < _states.Length; i++)
            context.Carry(_states[i], result.States[i]);
        return result;
    }

    /// <summary>Makes the cell's weights if need be, and checks states to begin with.</summary>
    internal void BuildCell(CallContext context, SymbolicTensor x, IReadOnlyList<SymbolicTensor> states)
    {
        var element = Element(x.Shape);
        var shapes = Cell.StateShapes(element);
        Cell.EnsureBuilt(context, [element, .. shapes]);
        CheckStates(states, shapes);
    }

    /// <summary>Takes a cell along a sequence: a stack's cells one after the other, each along what the one below gave.</summary>
    private RecurrentResult Along(
        CallContext context,
        RecurrentCell cell,
        SymbolicTensor x,
        bool fromZero,
        IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor? mask,
        bool wantsSteps
    )
    {
        if (cell is not StackedRNNCells stack)
            return mask is null && !context.Training && cell is UnitsCell { IsNative: true } native
                ? NativeRecurrence.Run(context, native, x, fromZero ? [] : states, GoBackwards, wantsSteps)
                : Steps(context, cell, x, fromZero, states, mask, wantsSteps);
        RecurrentResult? result = null;
        var last = new List<SymbolicTensor>();
        foreach (var (level, own) in stack.Shares(states))
        {
            using var scope = context.Graph.Within(level.Name);
            bool isTop = level == stack.Cells[^1];
            var element = Element(x.Shape);
            level.EnsureBuilt(context, [element, .. level.StateShapes(element)]);
            result = Along(context, level, x, fromZero, own, mask, wantsSteps || !isTop);
            last.AddRange(result.States);
            x = result.Steps ?? x;
        }
        return result! with { States = last };
    }

    private RecurrentResult Steps(
        CallContext context,
        RecurrentCell cell,
        SymbolicTensor x,
        bool fromZero,
        IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor? mask,
        bool wantsSteps
    )
    {
        var sequence = new SymbolicTensor(TimeFirst(x.Value));
        if (fromZero)
            states = [.. cell.StateShapes(Element(x.Shape)).Select(s => Zeros(context, s, sequence))];
        if (mask is null && !Unroll && cell is UnitsCell units && units.TakesAllSteps(context))
            return BatchFirst(units.AllSteps(context, sequence, states, GoBackwards));
        var turn = cell.Prepare(context, sequence, states);
        // The output is carried by itself where the states do not tell it.
        bool byItself =
            cell.OutputState is not { } own || (mask is not null && (own != 0 || !fromZero || ZeroOutputForMask));
        var result = new Recurrence
        {
            Cell = turn,
            Context = context,
            First = states,
            Mask = mask is null ? null : new SymbolicTensor(TimeFirst(mask.Value)),
            ZeroOutput = ZeroOutputForMask,
            Backwards = GoBackwards,
            WantsSteps = wantsSteps,
            FirstOutput = byItself ? Zeros(context, OutputShape(cell, x.Shape), sequence) : null,
            OutputState = cell.OutputState ?? 0,
        }.Run(Unroll);
        return BatchFirst(result);
    }

    private static RecurrentResult BatchFirst(RecurrentResult result) =>
        result.Steps is null ? result : result with { Steps = new SymbolicTensor(TimeFirst(result.Steps.Value)) };

    /// <summary>The shape of an output: (batch, units), or as the cell has it.</summary>
    private Shape OutputShape(RecurrentCell cell, Shape sequence)
    {
        var element = Element(sequence);
        return cell.OutputState is { } state
            ? cell.StateShapes(element)[state]
            : new Shape(element[0], cell.OutputSize);
    }

    /// <summary>Batch and time change places.</summary>
    private static Value TimeFirst(Value x) => Op.Transpose(x, [1, 0, .. Enumerable.Range(2, x.Rank - 2)]);

    private static SymbolicTensor Turned(SymbolicTensor x) => new(Op.Reverse(x.Value, 1));

    /// <summary>Zeros for the batch of a sequence with time in front.</summary>
    private static SymbolicTensor Zeros(CallContext context, Shape shape, SymbolicTensor sequence) =>
        new(
            RecurrentSteps.Zeros(
                sequence.Value,
                context.Graph.Scalar(0, context.ComputeType),
                [.. shape.Skip(1).Select(d => d.Value)]
            )
        );

    /// <summary>The shape of an element of a sequence.</summary>
    private Shape Element(Shape sequence) =>
        sequence.Rank >= 3
            ? new Shape([sequence[0], .. sequence.Skip(2)])
            : throw this.Misfit(
                sequence,
                "at least 3 dimensions (batch, time, ...features) were expected",
                "Reshape it; numbers in a row become a sequence by Reshape([-1, 1])."
            );

    private void CheckStates(IReadOnlyList<SymbolicTensor> states, IReadOnlyList<Shape> shapes)
    {
        if (states.Count == 0)
            return;
        bool fits =
            states.Count == shapes.Count && states.Zip(shapes).All(p => Ranks.MayBeEqual(p.First.Shape, p.Second));
        if (!fits)
            throw new LayerException(
                Name,
                $"initial states of shapes {string.Join(", ", states.Select(s => s.Shape))} came; {string.Join(", ", shapes)} were expected. Give a tensor for each state of the cell."
            );
    }
}
