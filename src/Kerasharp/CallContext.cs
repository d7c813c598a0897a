using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp;

/// <summary>
/// What a layer, a metric or an optimizer needs while it writes its part of a graph: its weights as tensors, whether the model is
/// training, masks, random numbers, and where to leave losses, updates and metrics.
/// </summary>
public sealed class CallContext
{
    private readonly Dictionary<Value, SymbolicTensor> _masks = new(ReferenceEqualityComparer.Instance);
    private readonly CallContext? _outer;
    private readonly ScanBuilder? _turn;
    private readonly List<SymbolicTensor> _losses = [];
    private readonly List<(string, SymbolicTensor)> _metrics = [];
    private readonly Dictionary<(object, string), SymbolicTensor> _shared = [];
    private readonly Dictionary<(Layer?, long), int> _seededSites = [];

    internal CallContext(StepGraph step, bool training, ElementType computeType, State? randomState)
    {
        Step = step;
        Training = training;
        Types = (computeType, false);
        RandomState = randomState;
    }

    private CallContext(CallContext outer, ScanBuilder turn)
        : this(outer.Step, outer.Training, outer.ComputeType, outer.RandomState)
    {
        _outer = outer;
        _turn = turn;
        IsForUse = outer.IsForUse;
        MergesAdapters = outer.MergesAdapters;
        Caller = outer.Caller;
        Built = outer.Built;
        Types = outer.Types;
    }

    /// <summary>Whether the step trains: Dropout drops, BatchNormalization takes the batch's statistics.</summary>
    public bool Training { get; internal set; }

    /// <summary>The element type in which the layer that is being called computes: see <see cref="Layer.Dtype"/>.</summary>
    public ElementType ComputeType => Types.Compute;

    /// <summary>That type, and whether weights of another floating-point type are cast to it where they are read.</summary>
    internal (ElementType Compute, bool CastsWeights) Types { get; set; }

    /// <summary>Whether the graph will run on data with what the layers hold, and is not written for its shapes alone.</summary>
    internal bool IsForUse { get; init; }

    /// <summary>What Keras calls call arguments, of the call that is being written; null where there are none.</summary>
    internal JsonObject? Arguments { get; set; }

    /// <summary>Whether a call argument is true.</summary>
    internal bool Flag(string name) => Arguments?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>The tensor that a call argument names; null where it is not given.</summary>
    internal SymbolicTensor? TensorArgument(IReadOnlyList<SymbolicTensor> inputs, string name) =>
        TensorArguments(inputs, name) is [var tensor, ..] ? tensor : null;

    /// <summary>The tensors that a call argument names, null for those not given; none where it is not given itself.</summary>
    internal IReadOnlyList<SymbolicTensor?> TensorArguments(IReadOnlyList<SymbolicTensor> inputs, string name) =>
        [.. (CallArgument.Places(Arguments?[name]) ?? []).Select(place => place is { } i ? inputs[i] : null)];

    /// <summary>The inputs that are not call arguments.</summary>
    internal IReadOnlyList<SymbolicTensor> Unnamed(IReadOnlyList<SymbolicTensor> inputs)
    {
        var named = CallArgument.Places(Arguments).ToHashSet();
        return [.. inputs.Where((_, i) => !named.Contains(i))];
    }

    /// <summary>Whether the weights are read with their adapters merged into them, as exports do.</summary>
    internal bool MergesAdapters { get; init; }

    internal StepGraph Step { get; }

    internal Graph Graph => _turn?.Graph ?? Step.Graph;

    /// <summary>Whether what is written is one step of several, in which nothing can be added up or updated.</summary>
    internal bool IsTurn => _outer is not null;

    internal State? RandomState { get; }

    /// <summary>How many sources of randomness the model has had so far.</summary>
    internal int RandomSites { get; private set; }

    /// <summary>The layer that is being called.</summary>
    internal Layer? Caller { get; set; }

    /// <summary>The layers that were built for this graph.</summary>
    internal List<Layer> Built { get; } = [];

    /// <summary>The context of one step of several.</summary>
    /// <param name="turn">The Scan that takes the steps.</param>
    internal CallContext Inside(ScanBuilder turn) => new(this, turn);

    /// <summary>A tensor of the graph outside, as a step reads it.</summary>
    internal SymbolicTensor Captured(SymbolicTensor outside) =>
        _turn is null ? outside : new SymbolicTensor(_turn.AddConstant(outside.Value));

    internal IReadOnlyList<SymbolicTensor> Losses => _losses;

    internal IReadOnlyList<(string Name, SymbolicTensor Value)> Metrics => _metrics;

    /// <summary>A weight as the step finds it; within a layer in the type in which that computes.</summary>
    public SymbolicTensor this[Weight weight]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(weight);
            return Read(weight, Types.CastsWeights && weight.ElementType.IsFloat() ? ComputeType : weight.ElementType);
        }
    }

    /// <summary>A weight as the step finds it, in the type in which it is kept.</summary>
    internal SymbolicTensor AsKept(Weight weight) => Read(weight, weight.ElementType);

    /// <summary>A weight as this step has left it so far.</summary>
    public SymbolicTensor Latest(Weight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        RefuseTurn("what a weight has become was asked for");
        var latest = new SymbolicTensor(weight.ToLogical(Step.Latest(weight.State)));
        return Types.CastsWeights && weight.ElementType.IsFloat() ? Ops.Cast(latest, ComputeType) : latest;
    }

    /// <summary>Sets what a weight that is not trained becomes after the step: a moving average, a counter.</summary>
    /// <exception cref="ArgumentException">Type or shape are not the weight's.</exception>
    public void AddUpdate(Weight weight, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(value);
        RefuseTurn($"an update of '{weight.Path}' came");
        Step.Update(weight.State, Stored(weight, value));
    }

    /// <summary>Sets what a weight becomes after any run, one that only predicts among them: the state of a stateful layer.</summary>
    internal void Carry(Weight weight, SymbolicTensor value)
    {
        RefuseTurn($"an update of '{weight.Path}' came");
        Step.Carry(weight.State, Stored(weight, value));
    }

    /// <summary>Adds a number to the loss that training minimises.</summary>
    /// <exception cref="ArgumentException">The loss has dimensions.</exception>
    public void AddLoss(SymbolicTensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        RefuseTurn("a loss came");
        if (loss.Rank != 0)
            throw new ArgumentException(
                $"A loss of shape {loss.Shape} was added; a single number was expected. Take its sum or mean."
            );
        _losses.Add(loss);
    }

    /// <summary>Shows the mean of a number over the epoch under a name, beside loss and metrics.</summary>
    /// <exception cref="ArgumentException">The value has dimensions.</exception>
    public void AddMetric(string name, SymbolicTensor value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        RefuseTurn($"the metric '{name}' came");
        if (value.Rank != 0)
            throw new ArgumentException(
                $"A metric '{name}' of shape {value.Shape} was added; a single number was expected. Take its mean."
            );
        _metrics.Add((name, value));
    }

    /// <summary>The mask of a tensor: true where an element counts; null where all count.</summary>
    public SymbolicTensor? GetMask(SymbolicTensor tensor)
    {
        var mask = PeekMask(tensor);
        if (mask is not null)
            MaskReads++;
        return mask;
    }

    /// <summary>Gives a tensor a mask, which later layers, the loss and the metrics see.</summary>
    /// <param name="tensor">The tensor, of shape (batch, ...).</param>
    /// <param name="mask">
    /// Truth values, or numbers of which 0 is false, in the tensor's first dimensions: (batch, steps) for (batch, steps, features). Null takes
    /// the mask away.
    /// </param>
    /// <exception cref="ArgumentException">The mask has another shape.</exception>
    public void SetMask(SymbolicTensor tensor, SymbolicTensor? mask)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (mask is null)
            _masks.Remove(tensor.Value);
        else
            _masks[tensor.Value] = MaskShapes.Checked(mask, tensor.Shape, Caller);
    }

    /// <summary>The mask of a tensor, without this counting as use of it.</summary>
    internal SymbolicTensor? PeekMask(SymbolicTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return _masks.GetValueOrDefault(tensor.Value);
    }

    /// <summary>How often a mask was asked for that was there.</summary>
    internal int MaskReads { get; set; }

    /// <summary>
    /// Uniform random numbers in [0, 1), new in each step, in the shape of a tensor but of size 1 along the given axes. They depend on
    /// the seed, the step, the place in the model and the element alone.
    /// </summary>
    /// <exception cref="InvalidOperationException">The graph is not one that trains.</exception>
    public SymbolicTensor RandomUniform(SymbolicTensor like, params int[] ones) =>
        RandomUniform(like, ones, seed: null);

    /// <summary>
    /// The same with a seed of the layer's own: what is drawn depends on that seed, the step, how often the layer has drawn in it, and
    /// the element alone, whatever the model's seed and its other layers are.
    /// </summary>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="ones">The axes along which one number serves all.</param>
    /// <param name="seed">The layer's own seed; null for the model's.</param>
    /// <exception cref="InvalidOperationException">The graph is not one that trains.</exception>
    public SymbolicTensor RandomUniform(SymbolicTensor like, int[] ones, int? seed)
    {
        ArgumentNullException.ThrowIfNull(like);
        return new SymbolicTensor(Op.Cast(Uniform(like, ones, seed), FloatOf(like)));
    }

    /// <summary>
    /// Random numbers of the standard normal distribution, new in each step, in the shape of a tensor but of size 1 along the given axes:
    /// sqrt(-2 ln(1 - u)) cos(2π v) of two uniform draws u and v (Box and Muller), so that nothing lies further out than 5.8.
    /// </summary>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="ones">The axes along which one number serves all; none by default.</param>
    /// <param name="seed">The layer's own seed; by default the model's.</param>
    /// <exception cref="InvalidOperationException">The graph is not one that trains.</exception>
    /// <example><code>var noisy = context.Training ? x + 0.1 * context.RandomNormal(x) : x;</code></example>
    public SymbolicTensor RandomNormal(SymbolicTensor like, int[]? ones = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(like);
        // 1 - u lies in (0, 1], of which the logarithm is finite, and is exact in float32.
        var radius = Op.Sqrt(Op.Log(1 - Uniform(like, ones ?? [], seed)) * -2);
        var normal = radius * Op.Cos(Uniform(like, ones ?? [], seed) * (2 * Math.PI));
        return new SymbolicTensor(Op.Cast(normal, FloatOf(like)));
    }

    /// <summary>
    /// A value of which a part is set to 0, another one in each step, and the rest is scaled by 1 / (1 - rate). Only while training.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="rate">The part that is dropped, 0 to 1.</param>
    /// <param name="seed">The layer's own seed; null for the model's.</param>
    /// <param name="again">Whether what is left is computed anew for the gradient rather than kept until then.</param>
    internal Value Drop(Value x, double rate, int? seed, bool again = false)
    {
        if (RandomState is null)
            throw new InvalidOperationException(
                "Elements were to be dropped outside training; a graph for inference has no random numbers. Test Training first."
            );
        return Op.RandomDrop(Random, x, Site(seed, Caller), rate, seed, again);
    }

    /// <summary>
    /// What elements are multiplied by where a part is dropped: 0, or what makes up for it. Only while training; where one decision serves
    /// several elements, or several values.
    /// </summary>
    /// <param name="like">The value whose shape is taken.</param>
    /// <param name="rate">The part that is dropped, 0 to 1.</param>
    /// <param name="ones">The axes along which one decision serves all.</param>
    /// <param name="seed">The layer's own seed; null for the model's.</param>
    internal Value Kept(Value like, double rate, int[] ones, int? seed)
    {
        var uniform = RandomUniform(new SymbolicTensor(like), ones, seed).Value;
        // The factor goes into the mask, which the gradient reads again: one product there instead of two.
        return Op.Cast(Op.GreaterOrEqual(uniform, uniform.Like(rate)), like.ElementType)
            * (rate == 1 ? 0 : 1 / (1 - rate));
    }

    /// <summary>The tensors whose elements choose among a number of rows, and the layers that choose.</summary>
    internal List<(Value Indices, long Rows, string Layer)> Choices { get; } = [];

    /// <summary>A number as a tensor of the compute type, without dimensions.</summary>
    public SymbolicTensor Constant(double number) => new(Graph.Scalar(number, ComputeType));

    /// <summary>Computes something once a graph and owner, however often it is asked for.</summary>
    internal SymbolicTensor Once(object owner, string name, Func<SymbolicTensor> make)
    {
        if (!_shared.TryGetValue((owner, name), out var value))
            _shared.Add((owner, name), value = make());
        return value;
    }

    private SymbolicTensor Read(Weight weight, ElementType type) =>
        _outer is null
            ? new SymbolicTensor(Op.Cast(weight.ToLogical(Step.Current(weight.State)), type))
            : Captured(_outer.Read(weight, type));

    /// <summary>What a weight becomes, as it lies in memory; floating-point numbers of another type are cast.</summary>
    private static Value Stored(Weight weight, SymbolicTensor value) =>
        weight.ToStored(
            value.ElementType.IsFloat() && weight.ElementType.IsFloat()
                ? Op.Cast(value.Value, weight.ElementType)
                : value.Value
        );

    private Value Uniform(SymbolicTensor like, int[] ones, int? seed)
    {
        if (RandomState is null)
            throw new InvalidOperationException(
                "Random numbers were asked for outside training; a graph for inference has none. Test Training first."
            );
        return Op.DrawLike(Random, like.Value, Site(seed, Caller), ones, seed);
    }

    /// <summary>The random state, as a step within a Scan reads it.</summary>
    private Value Random => Captured(new SymbolicTensor(Step.Read(RandomState!))).Value;

    private void RefuseTurn(string what)
    {
        if (IsTurn)
            throw new LayerException(
                Caller?.Name ?? "cell",
                $"{what} from within a step of a recurrent layer, of which there are several; it can come from outside alone. Put that layer behind the recurrent one, or around it."
            );
    }

    /// <summary>The next source of randomness: of the model, or of a layer with a seed of its own.</summary>
    private long Site(int? seed, Layer? caller)
    {
        if (_outer is not null)
            return _outer.Site(seed, caller);
        if (seed is not { } own)
            return RandomSites++;
        int site = _seededSites.GetValueOrDefault((caller, own));
        _seededSites[(caller, own)] = site + 1;
        return site;
    }

    private ElementType FloatOf(SymbolicTensor like) => like.ElementType.IsFloat() ? like.ElementType : ComputeType;
}
