using Kerasharp.Layers;

namespace Kerasharp.Tests.Models.Plot;

/// <summary>Models that the tests draw.</summary>
internal static class PlottedModels
{
    public static readonly Dictionary<string, Func<Model>> All = new()
    {
        ["sequential"] = Sequential,
        ["branches"] = Branches,
        ["nested"] = Nested,
        ["deep"] = Deep,
        ["dense"] = DenseBlock,
        ["shared"] = Shared,
        ["inside"] = Inside,
    };

    public static Sequential Sequential() =>
        new(
            [
                new Input(8, 8, 1),
                new Conv2D(4, 3, activation: "relu", name: "conv"),
                new Flatten(name: "flat"),
                new Dense(3, activation: "softmax", name: "last") { Trainable = false },
            ],
            name: "classes"
        );

    /// <summary>Two inputs, two outputs, an edge past two layers.</summary>
    public static Model Branches()
    {
        SymbolicTensor a = new Input(4) { Name = "a" };
        SymbolicTensor b = new Input(4) { Name = "b" };
        var h = a.Apply(new Dense(4, activation: "relu", name: "h"));
        var r = h.Apply(new Dense(4, name: "k")).Apply(new Dense(4, name: "l")) + h;
        var s = (b * r) + b;
        return new Model(
            [a, b],
            [s.Apply(new Dense(1, name: "price")), r.Apply(new Dense(2, name: "class"))],
            name: "both"
        );
    }

    /// <summary>Models of two inputs and two outputs, with a Sequential in each.</summary>
    public static Model Nested()
    {
        SymbolicTensor a = new Input(4) { Name = "a" };
        SymbolicTensor b = new Input(4) { Name = "b" };
        var encoded = Inner("encoder").Apply([a, b]);
        var decoded = Inner("decoder").Apply([encoded[0], a + b]);
        return new Model([a, b], [decoded[0].Apply(new Dense(1, name: "out")), decoded[1], encoded[1]], name: "outer");
    }

    /// <summary>A residual network of more than 60 layers.</summary>
    public static Model Deep()
    {
        SymbolicTensor x = new Input(8, 8, 3) { Name = "x" };
        var h = x.Apply(new Conv2D(4, 3, padding: "same"));
        for (int i = 0; i < 12; i++)
        {
            var k = h.Apply(new Conv2D(4, 3, padding: "same"))
                .Apply(new BatchNormalization())
                .Apply(new Activation("relu"))
                .Apply(new Conv2D(4, 3, padding: "same"));
            if (i % 4 == 0)
                h = h.Apply(new Conv2D(4, 1));
            h = (k + h).Apply(new Activation("relu"));
        }
        return new Model(x, h.Apply(new Flatten()).Apply(new Dense(10)));
    }

    /// <summary>Each layer takes the sum of all before.</summary>
    public static Model DenseBlock()
    {
        SymbolicTensor x = new Input(4) { Name = "x" };
        List<SymbolicTensor> all = [x];
        for (int i = 0; i < 7; i++)
            all.Add(all.Aggregate((p, q) => p + q).Apply(new Dense(4)));
        return new Model(x, all[^1]);
    }

    /// <summary>A layer and a model that are called several times, also with what they gave themselves.</summary>
    public static Model Shared()
    {
        SymbolicTensor x = new Input(4) { Name = "x" };
        SymbolicTensor y = new Input(4) { Name = "y" };
        var layer = new Dense(4, name: "again");
        var model = new Sequential([new Dense(4), new Dense(4)], name: "twice");
        var h = x.Apply(layer).Apply(layer).Apply(new Activation("relu", name: "between")).Apply(layer);
        return new Model([x, y], h.Apply(model).Apply(model) + y.Apply(layer));
    }

    /// <summary>A model that begins inside another.</summary>
    public static Model Inside()
    {
        SymbolicTensor x = new Input(4) { Name = "x" };
        var h = x.Apply(new Dense(4, name: "before"));
        return new Model(h, h.Apply(new Dense(2, name: "after")));
    }

    private static Model Inner(string name)
    {
        SymbolicTensor x = new Input(4) { Name = $"{name}_x" };
        SymbolicTensor z = new Input(4) { Name = $"{name}_z" };
        var stack = new Sequential(
            [new Dense(6, name: $"{name}_1"), new Dense(4, name: $"{name}_2")],
            name: $"{name}_stack"
        );
        var sum = x.Apply(stack) + z;
        return new Model([x, z], [sum, sum.Apply(new Dense(2, name: $"{name}_3"))], name: name);
    }
}
