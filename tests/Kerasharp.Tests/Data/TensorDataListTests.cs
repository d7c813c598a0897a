using Kerasharp.Data;

namespace Kerasharp.Tests.Data;

public class TensorDataListTests
{
    private readonly float[,] _images = new float[3, 4];
    private readonly int[] _labels = [0, 1, 2];

    [Fact]
    public void SingleArraysCollectionsAndDictionariesConvert()
    {
        TensorDataList one = _images;
        TensorDataList two = [_images, _labels];
        TensorDataList named = new Dictionary<string, TensorData> { ["image"] = _images, ["label"] = _labels };

        Assert.Equal("(3, 4)", Assert.Single(one).Shape.ToString());
        Assert.Equal(["(3, 4)", "(3,)"], two.Select(d => d.Shape.ToString()));
        Assert.Null(two.Names);
        Assert.Equal(["image", "label"], named.Names!);
    }

    [Fact]
    public void NamedArraysFindTheirPlace()
    {
        TensorDataList named = new Dictionary<string, TensorData> { ["label"] = _labels, ["image"] = _images };
        var ordered = named.InOrderOf("x", ["image", "label"]);
        Assert.Equal(["(3, 4)", "(3,)"], ordered.Select(d => d.Shape.ToString()));
        Assert.Equal("x['label']", ordered.Label("x", 1));
    }

    [Fact]
    public void WrongNumbersAndNamesAreRefused()
    {
        TensorDataList two = [_images, _labels];
        TensorDataList named = new Dictionary<string, TensorData> { ["image"] = _images };
        Assert.Equal(
            "2 came as x; the model has 1: 'image'. Give an array for each.",
            Assert.Throws<ArgumentException>(() => two.InOrderOf("x", ["image"])).Message
        );
        Assert.Equal(
            "The name 'image' came in x; the model has 'picture'. Use these names.",
            Assert.Throws<ArgumentException>(() => named.InOrderOf("x", ["picture"])).Message
        );
        Assert.Equal(
            "Nothing came for 'age' in x; the model has 'image', 'age'. Give an array for each.",
            Assert.Throws<ArgumentException>(() => named.InOrderOf("x", ["image", "age"])).Message
        );
    }

    [Fact]
    public void RowsAreTakenOfEveryArray()
    {
        TensorDataList two = [_images, _labels];
        Assert.Equal(["(2, 4)", "(2,)"], two.Rows(1, 2).Select(d => d.Shape.ToString()));
    }
}
