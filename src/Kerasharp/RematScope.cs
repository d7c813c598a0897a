namespace Kerasharp;

/// <summary>
/// Layers made within it do not keep what they computed until the gradients need it, but compute it again then: less memory for more
/// time. The numbers stay the same.
/// </summary>
/// <remarks>
/// <para>Modes: <c>"full"</c>, the whole layer; <c>"activations"</c>, all of it but products and convolutions; <c>"larger_than"</c>, layers
/// whose output holds more than a number of elements an example; <c>"list_of_layers"</c>, layers of some names.</para>
/// <para>Keras: <c>keras.RematScope</c>. Chen and others 2016, Training Deep Nets with Sublinear Memory Cost.</para>
/// </remarks>
/// <example><code>
/// using (new RematScope())
///     model.Add(new Dense(4096, activation: "gelu"));
/// </code></example>
public sealed class RematScope : IDisposable
{
    [ThreadStatic]
    private static RematScope? s_current;

    private readonly RematScope? _outer;
    private readonly string[] _layerNames;
    private bool _ended;

    /// <summary>Begins; layers that are made until <see cref="Dispose"/> on this thread are of it.</summary>
    /// <param name="mode">What is computed again: <c>full</c>, <c>activations</c>, <c>larger_than</c> or <c>list_of_layers</c>; null for nothing.</param>
    /// <param name="outputSizeThreshold">For <c>larger_than</c>: outputs of more elements than this, an example.</param>
    /// <param name="layerNames">For <c>list_of_layers</c>: the names.</param>
    /// <exception cref="ArgumentException">The mode is not known.</exception>
    public RematScope(string? mode = "full", long outputSizeThreshold = 1024, string[]? layerNames = null)
    {
        if (mode is not (null or "full" or "activations" or "larger_than" or "list_of_layers"))
            throw Unknown.Name("mode", mode, ["full", "activations", "larger_than", "list_of_layers"]);
        Mode = mode;
        OutputSizeThreshold = outputSizeThreshold;
        _layerNames = layerNames ?? [];
        _outer = s_current;
        s_current = this;
    }

    /// <summary>What is computed again.</summary>
    public string? Mode { get; }

    /// <summary>For <c>larger_than</c>: how many elements an example are kept.</summary>
    public long OutputSizeThreshold { get; }

    /// <summary>For <c>list_of_layers</c>: the names.</summary>
    public IReadOnlyList<string> LayerNames => _layerNames;

    /// <summary>The scope in which layers are made now.</summary>
    internal static RematScope? Current => s_current;

    /// <summary>Ends: layers made from now on are as before.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        s_current = _outer;
    }

    /// <summary>Null where a layer's results are kept; else whether its products are.</summary>
    internal bool? KeepsProducts(string layer, IReadOnlyList<SymbolicTensor> outputs) =>
        Mode switch
        {
            "full" => false,
            "activations" => true,
            "larger_than" when outputs.Any(o => Elements(o) > OutputSizeThreshold) => false,
            "list_of_layers" when _layerNames.Contains(layer) => false,
            _ => null,
        };

    /// <summary>The elements of an example, as far as sizes are known.</summary>
    private static long Elements(SymbolicTensor output) =>
        output.Shape.Skip(1).Where(d => d.IsKnown).Aggregate(1L, (product, d) => product * d.Value);
}
