namespace Kerasharp.Initializers;

/// <summary>Initializers by the names that Keras takes: snake case, class names and a few aliases, case-sensitive as there.</summary>
internal static class InitializerNames
{
    private static readonly (string Class, string Name, Func<Initializer> Make)[] Known =
    [
        (nameof(Constant), "constant", () => new Constant()),
        (nameof(GlorotNormal), "glorot_normal", () => new GlorotNormal()),
        (nameof(GlorotUniform), "glorot_uniform", () => new GlorotUniform()),
        (nameof(HeNormal), "he_normal", () => new HeNormal()),
        (nameof(HeUniform), "he_uniform", () => new HeUniform()),
        (nameof(Identity), "identity", () => new Identity()),
        (nameof(LecunNormal), "lecun_normal", () => new LecunNormal()),
        (nameof(LecunUniform), "lecun_uniform", () => new LecunUniform()),
        (nameof(Ones), "ones", () => new Ones()),
        (nameof(Orthogonal), "orthogonal", () => new Orthogonal()),
        (nameof(RandomNormal), "random_normal", () => new RandomNormal()),
        (nameof(RandomUniform), "random_uniform", () => new RandomUniform()),
        (nameof(TruncatedNormal), "truncated_normal", () => new TruncatedNormal()),
        (nameof(VarianceScaling), "variance_scaling", () => new VarianceScaling()),
        (nameof(Zeros), "zeros", () => new Zeros()),
    ];

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["IdentityInitializer"] = "identity",
        ["OrthogonalInitializer"] = "orthogonal",
        ["normal"] = "random_normal",
        ["one"] = "ones",
        ["uniform"] = "random_uniform",
        ["zero"] = "zeros",
    };

    internal static Initializer Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = Aliases.GetValueOrDefault(name, name);
        foreach (var (className, snakeCase, make) in Known)
            if (wanted == className || wanted == snakeCase)
                return make();
        throw new ArgumentException(
            $"The initializer '{name}' came, which is not known. Known are {string.Join(", ", Known.Select(known => known.Name))}, "
                + $"their class names ({nameof(GlorotUniform)} and so on) and {string.Join(", ", Aliases.Keys)}. "
                + "Take one of these, an object such as new HeNormal(seed: 1), or a function of the shape.",
            nameof(name)
        );
    }
}
