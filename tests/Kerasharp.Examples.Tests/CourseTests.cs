using Course;

namespace Kerasharp.Examples.Tests;

/// <summary>Every lesson of the course runs to its end on little data, and says what it should.</summary>
[Collection("console")]
public sealed class CourseTests
{
    [Theory]
    [InlineData("01", "by Fit:  price =")]
    [InlineData("02", "standardised")]
    [InlineData("03", "test accuracy")]
    [InlineData("04", "test images are wrong")]
    [InlineData("05", "with skip connections")]
    [InlineData("06", "pre-trained")]
    [InlineData("07", "feature-maps.png", "filters.png", "feature-maps.png")]
    [InlineData("08", "restored weights: validation loss", "early-stopping.svg")]
    [InlineData("09", "dropout", "overfitting.svg")]
    [InlineData("10", "SGD-G2", "optimizers.svg")]
    [InlineData("11", "0.5 / (k+5)", "schedules.svg")]
    [InlineData("12", "layers of the model", "variants.png", "augmentation-accuracy.svg", "augmentation-loss.svg")]
    [InlineData("13", "the same weights, bit for bit")]
    [InlineData("14", "with class weights", "diabetes-confusion.svg", "diabetes.html")]
    [InlineData("15", "chosen: ", "series-GunPoint.svg")]
    [InlineData("16", "as the step before", "forecast-passengers.svg", "forecast-temperatures.svg")]
    [InlineData("17", "attention pooling", "sentiment.svg")]
    [InlineData("18", "sum 1.000", "attention.svg", "attention-causal.svg", "attention-padding.svg")]
    [InlineData("19", "nats a character")]
    [InlineData("20", "at the first step", "vanishing-before.svg", "vanishing-after.svg")]
    public void A_lesson_runs(string number, string says, params string[] files)
    {
        string[] embedded = ["02", "05", "08", "09", "10", "11", "13", "18", "20"];
        Assert.SkipUnless(
            embedded.Contains(number) || Environment.GetEnvironmentVariable("KERASHARP_DATA") is { Length: > 0 },
            "The lesson needs the data sets that KERASHARP_DATA names."
        );
        using var folder = new TemporaryFolder();
        var (console, there) = (Console.Out, Environment.CurrentDirectory);
        using var text = new StringWriter();
        try
        {
            Console.SetOut(text);
            Environment.CurrentDirectory = folder.Path;
            Lessons.All.Single(l => l.Number == number).Run(true);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = there;
        }
        Assert.Contains(says, text.ToString());
        Assert.All(files, file => Assert.True(new FileInfo(folder[file]).Length > 500, file));
    }
}
