namespace Kerasharp.Optimizers;

/// <summary>Optimizers by name, upper and lower case alike as in Keras.</summary>
internal static class OptimizerNames
{
    private static readonly SortedDictionary<string, Func<Optimizer>> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["adadelta"] = () => new Adadelta(),
        ["adafactor"] = () => new Adafactor(),
        ["adagrad"] = () => new Adagrad(),
        ["adam"] = () => new Adam(),
        ["adamax"] = () => new Adamax(),
        ["adamw"] = () => new AdamW(),
        ["ftrl"] = () => new Ftrl(),
        ["lamb"] = () => new Lamb(),
        ["lion"] = () => new Lion(),
        ["muon"] = () => new Muon(),
        ["nadam"] = () => new Nadam(),
        ["rmsprop"] = () => new RMSprop(),
        ["schedulefreeadamw"] = () => new ScheduleFreeAdamW(),
        ["sgd"] = () => new SGD(),
        ["sgdg2"] = () => new SGDG2(),
    };

    /// <summary>A new optimizer of that name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Optimizer Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Makers.TryGetValue(name, out var make) ? make() : throw Unknown.Name("optimizer", name, Makers.Keys);
    }
}
