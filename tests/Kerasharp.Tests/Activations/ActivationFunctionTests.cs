using System.Globalization;
using Kerasharp.Activations;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Activations;

/// <summary>Names, and arguments against those that Keras has.</summary>
public class ActivationFunctionTests
{
    private static readonly string[] NoActivations = ["deserialize", "get", "serialize"];

    public static TheoryData<string> InKeras =>
        [
            .. ReferenceFiles
                .Json("keras-signatures.json")
                .GetProperty("activations")
                .EnumerateObject()
                .Select(p => p.Name)
                .Except(NoActivations),
        ];

    [Fact]
    public void There_are_all_thirty() => Assert.Equal(30, ActivationFunction.Names.Append("threshold").Count());

    [Theory]
    [MemberData(nameof(InKeras))]
    public void Every_activation_of_Keras_has_its_name_and_its_arguments(string name)
    {
        if (name != "threshold")
            Assert.Equal(name, ActivationFunction.FromName(name).Name);
        if (name == "linear")
            return;
        var arguments = ReferenceFiles
            .Json("keras-signatures.json")
            .GetProperty("activations")
            .GetProperty(name)
            .GetProperty("arguments")
            .EnumerateArray()
            .Select(a =>
                (
                    ActivationCase.Pascal(a.GetProperty("name").GetString()!),
                    Number(a.GetProperty("default").GetString())
                )
            );
        var parameters = ActivationCase.Method(name)!.GetParameters();
        Assert.Equal(
            arguments,
            parameters.Select(p => (ActivationCase.Pascal(p.Name!), p.HasDefaultValue ? Number(p.DefaultValue) : null))
        );
    }

    [Theory]
    [InlineData("swish", "silu")]
    [InlineData("hard_swish", "hard_silu")]
    public void Aliases_mean_what_they_mean_in_Keras(string alias, string name) =>
        Assert.Same(ActivationFunction.FromName(name), ActivationFunction.FromName(alias));

    [Fact]
    public void Threshold_by_name_is_refused_with_what_to_write()
    {
        var error = Assert.Throws<ArgumentException>(() => ActivationFunction.FromName("threshold"));
        Assert.Contains("Ops.Threshold(x, threshold: 0.1, defaultValue: 20)", error.Message);
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("hardswish")]
    [InlineData("")]
    public void Other_names_are_refused_with_the_list(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => ActivationFunction.FromName(name));
        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains("'relu', 'relu6', 'selu'", error.Message);
        Assert.Contains("'hard_swish', 'swish'", error.Message);
    }

    [Fact]
    public void No_name_is_no_activation() => Assert.Null((ActivationFunction?)(string?)null);

    // As both sides write it: 1.0 and 1 are one number, None and null nothing.
    private static string? Number(object? value) =>
        value switch
        {
            null or "None" or "null" => null,
            string text when double.TryParse(text, CultureInfo.InvariantCulture, out double number) => Number(number),
            IFormattable number => Convert
                .ToDouble(number, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
