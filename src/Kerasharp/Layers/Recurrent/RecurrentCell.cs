using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// One step of a recurrent layer: makes an output and the next states of an element of a sequence and the states before it. Derive from
/// it for a cell of one's own, and give it to <see cref="RNN"/>.
/// </summary>
/// <remarks>
/// <para>Inputs: an element (batch, ...features), then the states, each (batch, size). Outputs: the output, then the next states.</para>
/// <para>Random numbers that a cell draws within a sequence are the same in all of its steps, so a Dropout in it drops the same units
/// throughout. Losses, metrics and updates of weights cannot be added from within a step.</para>
/// <para>Keras: a cell for <c>keras.layers.RNN</c>, a layer with <c>state_size</c> and <c>output_size</c>.</para>
/// </remarks>
/// <example><code>
/// class Leaky : RecurrentCell
/// {
///     private readonly Dense _input;
///     public Leaky(int units) => (Units, _input) = (units, Track(new Dense(units, activation: "tanh")));
///     public int Units { get; }
///     public override IReadOnlyList&lt;int&gt; StateSize => [Units];
///     protected override IReadOnlyList&lt;SymbolicTensor&gt; Step(CallContext context, SymbolicTensor input, IReadOnlyList&lt;SymbolicTensor&gt; states)
///     {
///         var next = 0.9 * states[0] + 0.1 * _input.Invoke(context, input);
///         return [next, next];
///     }
/// }
/// new RNN(new Leaky(8))
/// </code></example>
public abstract class RecurrentCell : Layer
{
    /// <summary>A cell.</summary>
    /// <param name="name">Its name; by default the class's in Keras's form, numbered.</param>
    protected RecurrentCell(string? name = null)
        : base(name) { }

    /// <summary>The size of each state.</summary>
    public abstract IReadOnlyList<int> StateSize { get; }

    /// <summary>The size of the output; that of the first state by default.</summary>
    public virtual int OutputSize => StateSize[0];

    /// <summary>Which state is the output itself; null where none is.</summary>
    internal virtual int? OutputState => null;

    /// <summary>Makes an output and the next states.</summary>
    /// <param name="context">What a layer needs while it writes its part of a graph.</param>
    /// <param name="input">The element of the sequence (batch, ...features).</param>
    /// <param name="states">The states before it, each (batch, size).</param>
    /// <returns>The output, then the next states, as many as there were.</returns>
    protected abstract IReadOnlyList<SymbolicTensor> Step(
        CallContext context,
        SymbolicTensor input,
        IReadOnlyList<SymbolicTensor> states
    );

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Build(inputShapes[0]);
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 1 + StateSize.Count)
            throw new LayerException(
                Name,
                $"{inputs.Count} tensors came; an element of a sequence and {StateSize.Count} state(s) were expected. Give [x, state, ...], or put the cell into an RNN."
            );
        var outputs = Step(context, inputs[0], [.. inputs.Skip(1)]);
        if (outputs.Count != inputs.Count)
            throw new LayerException(
                Name,
                $"its step gave {outputs.Count} tensors; an output and {StateSize.Count} state(s) were expected. Return [output, state, ...]."
            );
        return outputs;
    }

    /// <summary>The shape of each state for the shape of an element (batch, ...).</summary>
    internal virtual IReadOnlyList<Shape> StateShapes(Shape element) =>
        [.. StateSize.Select(size => new Shape(element[0], size))];

    /// <summary>
    /// Prepares a sequence: computes what all steps can have at once, draws what is drawn once a sequence. By default nothing.
    /// </summary>
    /// <param name="context">The context of the graph that has the sequence.</param>
    /// <param name="sequence">The sequence, time in front.</param>
    /// <param name="states">The states before the first step.</param>
    internal virtual CellTurn Prepare(
        CallContext context,
        SymbolicTensor sequence,
        IReadOnlyList<SymbolicTensor> states
    ) => new([sequence], (turn, elements, now) => Invoke(turn, [elements[0], .. now]));

    /// <summary>A step of its own, of a cell that prepares sequences: a sequence of one.</summary>
    private protected IReadOnlyList<SymbolicTensor> StepAsSequence(
        CallContext context,
        SymbolicTensor input,
        IReadOnlyList<SymbolicTensor> states
    )
    {
        var turn = Prepare(context, new SymbolicTensor(Op.Unsqueeze(input.Value, [0])), states);
        return turn.Run(context, [.. turn.Sequences.Select(s => new SymbolicTensor(Op.Squeeze(s.Value, [0])))], states);
    }
}
