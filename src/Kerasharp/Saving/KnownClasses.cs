using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Regularizers;

namespace Kerasharp.Saving;

/// <summary>The classes that configurations may name, by Keras's names: one line a class, since an application may be trimmed.</summary>
internal static class KnownClasses
{
    private static readonly Dictionary<(Type Kind, string Name), Func<JsonObject, object>> Makers = [];

    static KnownClasses()
    {
        // Core
        Layer<Activation>();
        Layer<Dense>();
        Layer<EinsumDense>();
        Layer<ELU>();
        Layer<Embedding>();
        Layer<Layers.Identity>();
        Layer("InputLayer", Input.Read);
        Layer("Input", Input.Read);
        Layer("Lambda", Lambda.Read);
        Layer<LeakyReLU>();
        Layer<Masking>();
        Layer<PReLU>();
        Layer<ReLU>();
        Layer<ReversibleEmbedding>();
        Layer<Softmax>();
        Layer<TernaryDense>();

        // Convolutional
        Layer<Conv2D>();

        // Pooling
        Layer<MaxPooling2D>();

        // Normalization and regularization
        Layer<BatchNormalization>();
        Layer<Dropout>();

        // Reshaping and merging
        Layer<Flatten>();
        Layer<Reshape>();

        // Preprocessing
        Layer<Rescaling>();

        Initializer<Constant>();
        Initializer<GlorotNormal>();
        Initializer<GlorotUniform>();
        Initializer<HeNormal>();
        Initializer<HeUniform>();
        Initializer<Initializers.Identity>();
        Initializer<LecunNormal>();
        Initializer<LecunUniform>();
        Initializer<Ones>();
        Initializer<Orthogonal>();
        Initializer<RandomNormal>();
        Initializer<RandomUniform>();
        Initializer<TruncatedNormal>();
        Initializer<VarianceScaling>();
        Initializer<Zeros>();

        Regularizer<L1>();
        Regularizer<L1L2>();
        Regularizer<L2>();
        Regularizer<OrthogonalRegularizer>();

        Constraint<MaxNorm>();
        Constraint<MinMaxNorm>();
        Constraint<NonNeg>();
        Constraint<UnitNorm>();
    }

    /// <summary>What makes an object of a class; null where no class of that kind has the name.</summary>
    public static Func<JsonObject, object>? Find(Type kind, string name) => Makers.GetValueOrDefault((kind, name));

    /// <summary>The names of a kind.</summary>
    public static IEnumerable<string> Names(Type kind) =>
        Makers.Keys.Where(k => k.Kind == kind).Select(k => k.Name).Order(StringComparer.Ordinal);

    private static void Layer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Layer => Add<Layer, T>();

    private static void Layer(string name, Func<JsonObject, Layer> make) => Makers.Add((typeof(Layer), name), make);

    private static void Initializer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Initializer => Add<Initializer, T>();

    private static void Regularizer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Regularizer => Add<Regularizer, T>();

    private static void Constraint<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Constraint => Add<Constraint, T>();

    private static void Add<TKind, [DynamicallyAccessedMembers(Configuration.Members)] T>() =>
        Makers.Add((typeof(TKind), typeof(T).Name), config => Configuration.Make(typeof(T), config));
}
