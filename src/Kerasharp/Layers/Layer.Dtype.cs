using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    private DTypePolicy _dtype = Config.DtypePolicy;
    private bool _hasOwnDtype;

    /// <summary>
    /// In which types the layer computes and keeps its weights: what held when it was made (<see cref="Config.DtypePolicy"/>) unless told. A
    /// layer that makes layers for itself hands it on to them; a wrapper leaves the layer that it was given alone.
    /// </summary>
    /// <remarks>
    /// Floating-point inputs are cast to <see cref="ComputeDtype"/>, weights where they are used. Normalisations, image augmentations and
    /// spectra of 16 bits compute in float32 inside and give 16 bits. Keras: the argument <c>dtype</c> of every layer.
    /// </remarks>
    /// <example><code>new Dense(10, activation: "softmax") { Dtype = "float32" }</code></example>
    public DTypePolicy Dtype
    {
        get => _dtype;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            SetDtype(value);
        }
    }

    /// <summary>The floating-point type in which the layer computes.</summary>
    /// <remarks>Keras: <c>layer.compute_dtype</c>.</remarks>
    public ElementType ComputeDtype => _dtype.ComputeDtype;

    /// <summary>The floating-point type in which the layer keeps its weights.</summary>
    /// <remarks>Keras: <c>layer.variable_dtype</c>.</remarks>
    public ElementType VariableDtype => _dtype.VariableDtype;

    /// <summary>Whether floating-point inputs, and weights where they are used, become of the type in which the layer computes.</summary>
    private protected virtual bool Autocasts => true;

    /// <summary>Whether the layer computes in float32 where it is to give 16 bits, as what takes moments of many numbers does.</summary>
    private protected virtual bool ComputesWide => false;

    /// <summary>Whether the layers that this one consists of were made by it, and so follow its policy.</summary>
    private protected virtual bool MadeItsParts => true;

    /// <summary>The type in which the layer's Call computes.</summary>
    private ElementType InnerDtype =>
        ComputesWide && WidenElements.IsNarrow(ComputeDtype) ? ElementType.Float32 : ComputeDtype;

    private void SetDtype(DTypePolicy policy)
    {
        _hasOwnDtype = true;
        FollowDtype(policy);
    }

    private void FollowDtype(DTypePolicy policy)
    {
        if (policy.VariableDtype != VariableDtype && (_weights.Count > 0 || _carried.Count > 0))
            throw new LayerException(
                Name,
                $"the dtype '{policy}' came after its weights were made in {VariableDtype}; it was expected before. Set Dtype where the layer is made."
            );
        _dtype = policy;
        if (!MadeItsParts)
            return;
        foreach (var part in _parts)
            if (!part._hasOwnDtype)
                part.FollowDtype(policy);
    }

    /// <summary>The inputs in the type in which the layer computes, each with its mask.</summary>
    private IReadOnlyList<SymbolicTensor> Cast(
        CallContext context,
        IReadOnlyList<SymbolicTensor> tensors,
        ElementType type
    ) =>
        tensors.All(t => !t.ElementType.IsFloat() || t.ElementType == type)
            ? tensors
            :
            [
                .. tensors.Select(t =>
                    t.ElementType.IsFloat() && t.ElementType != type ? CastOne(context, t, type) : t
                ),
            ];

    private static SymbolicTensor CastOne(CallContext context, SymbolicTensor tensor, ElementType type)
    {
        var cast = new SymbolicTensor(Op.Cast(tensor.Value, type));
        if (context.PeekMask(tensor) is { } mask)
            context.SetMask(cast, mask);
        return cast;
    }
}
