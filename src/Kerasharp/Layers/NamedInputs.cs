using System.Text.Json.Nodes;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>The tensors of a call and its call arguments, which name some of them, while they are gathered.</summary>
internal sealed class NamedInputs
{
    private readonly List<SymbolicTensor> _tensors = [];
    private JsonObject? _arguments;

    /// <param name="unnamed">What the layer is called on, in order; null where one is not given.</param>
    public NamedInputs(params ReadOnlySpan<SymbolicTensor?> unnamed)
    {
        foreach (var tensor in unnamed)
            if (tensor is not null)
                _tensors.Add(tensor);
    }

    /// <summary>All tensors: the unnamed first.</summary>
    public SymbolicTensorList Tensors => new([.. _tensors]);

    /// <summary>The call arguments; null where there are none.</summary>
    public JsonObject? Arguments => _arguments;

    /// <summary>A tensor under a name, if there is one.</summary>
    public NamedInputs With(string name, SymbolicTensor? tensor)
    {
        if (tensor is not null)
            Set(name, CallArgument.At(Place(tensor)));
        return this;
    }

    /// <summary>Two tensors under one name, if there is one of them.</summary>
    public NamedInputs With(string name, SymbolicTensor? first, SymbolicTensor? second)
    {
        if (first is not null || second is not null)
            Set(name, CallArgument.At([first is null ? null : Place(first), second is null ? null : Place(second)]));
        return this;
    }

    /// <summary>Adds a list of tensors under a name, unless it is empty.</summary>
    public NamedInputs WithList(string name, IReadOnlyList<SymbolicTensor> tensors)
    {
        if (tensors.Count > 0)
            Set(name, CallArgument.At([.. tensors.Select(t => (int?)Place(t))]));
        return this;
    }

    /// <summary>A flag, where it is not what holds without it.</summary>
    public NamedInputs With(string name, bool flag, bool otherwise = false)
    {
        if (flag != otherwise)
            Set(name, flag);
        return this;
    }

    /// <summary>A number, where it is not 0.</summary>
    public NamedInputs With(string name, int number)
    {
        if (number != 0)
            Set(name, number);
        return this;
    }

    /// <summary>The shapes that a layer of several named inputs was built for, as Keras writes them; null before.</summary>
    public static JsonObject? BuildConfig(IReadOnlyList<Shape>? shapes, params ReadOnlySpan<string> names)
    {
        if (shapes is null)
            return null;
        var named = new JsonObject();
        for (int i = 0; i < shapes.Count && i < names.Length; i++)
            named[names[i]] = Layer.ShapeJson(shapes[i]);
        return new JsonObject { ["shapes_dict"] = named };
    }

    private int Place(SymbolicTensor tensor)
    {
        _tensors.Add(tensor);
        return _tensors.Count - 1;
    }

    private void Set(string name, JsonNode value) => (_arguments ??= [])[name] = value;
}
