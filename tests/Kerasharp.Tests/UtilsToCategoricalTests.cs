using System.Numerics.Tensors;

namespace Kerasharp.Tests;

public class UtilsToCategoricalTests
{
    private static float[] Flat(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    [Fact]
    public void Gives_the_rows_of_the_keras_documentation()
    {
        // keras.utils.to_categorical([0, 1, 2, 3], num_classes=4)
        var rows = Utils.ToCategorical(new[] { 0, 1, 2, 3 }, numClasses: 4);
        Assert.Equal([4, 4], rows.Lengths.ToArray());
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], Flat(rows));
    }

    [Fact]
    public void Counts_the_classes_where_no_number_is_given()
    {
        var rows = Utils.ToCategorical(new[] { 2, 0 });
        Assert.Equal([2, 3], rows.Lengths.ToArray());
        Assert.Equal([0, 0, 1, 1, 0, 0], Flat(rows));
    }

    [Fact]
    public void Takes_other_integers_and_more_classes_than_occur()
    {
        Assert.Equal([0, 1, 0, 1, 0, 0], Flat(Utils.ToCategorical(Tensor.Create<byte>([1, 0]), 3)));
        Assert.Equal([0, 1, 0, 1, 0, 0], Flat(Utils.ToCategorical(Tensor.Create<long>([1, 0]), 3)));
        Assert.Equal([0, 1, 0, 1, 0, 0], Flat(Utils.ToCategorical(Tensor.Create<ulong>([1, 0]), 3)));
    }

    [Fact]
    public void Keeps_the_axes_but_a_last_one_of_length_1()
    {
        Assert.Equal([2, 3], Utils.ToCategorical(Tensor.Create([1, 0], [2, 1]), 3).Lengths.ToArray());
        var rows = Utils.ToCategorical(Tensor.Create([1, 0, 0, 1], [2, 2]));
        Assert.Equal([2, 2, 2], rows.Lengths.ToArray());
        Assert.Equal([0, 1, 1, 0, 1, 0, 0, 1], Flat(rows));
        Assert.Equal([1, 3], Utils.ToCategorical(Tensor.Create([1], [1]), 3).Lengths.ToArray());
    }

    [Fact]
    public void Reads_a_slice_by_its_strides()
    {
        // The second column of three rows.
        var table = Tensor.Create([9, 0, 9, 2, 9, 1], [3, 2]);
        var column = table.Slice([0, 1]);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 1, 0], Flat(Utils.ToCategorical(column)));
    }

    [Fact]
    public void No_labels_give_no_rows_when_the_classes_are_known()
    {
        Assert.Equal(0, Utils.ToCategorical(Array.Empty<int>(), 3).FlattenedLength);
        Assert.Contains("No labels came", Refused(() => Utils.ToCategorical(Array.Empty<int>())));
    }

    [Fact]
    public void Refuses_labels_outside_the_classes()
    {
        Assert.Equal(
            "The label 3 came at place 1; expected 0 to 2, for 3 classes. Pass a larger numClasses, or number the classes 0, 1, 2, ...",
            Refused(() => Utils.ToCategorical(new[] { 0, 3 }, 3))
        );
        Assert.Equal(
            "The label -1 came at place 2; expected class numbers from 0 on. Number the classes 0, 1, 2, ...",
            Refused(() => Utils.ToCategorical(new[] { 0, 3, -1 }))
        );
        Assert.Contains("numClasses: 0 came", Refused(() => Utils.ToCategorical(new[] { 0 }, 0)));
        Assert.Contains("at place 0", Refused(() => Utils.ToCategorical(Tensor.Create([ulong.MaxValue]))));
        Assert.Contains("an array can hold", Refused(() => Utils.ToCategorical(new[] { 0, int.MaxValue - 1 })));
    }

    private static string Refused(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
}
