using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class MaxNumBoundingBoxesTests
{
    [Fact]
    public void The_number_of_boxes_may_be_unknown()
    {
        SymbolicTensor boxes = new Input(-1, 4);
        SymbolicTensor labels = new Input(-1);
        var both = new MaxNumBoundingBoxes(3).Apply([boxes, labels]);
        Assert.Equal("(None, 3, 4)", both[0].Shape.ToString());
        Assert.Equal("(None, 3)", both[1].Shape.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains(
            "maxNumber of 0 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNumBoundingBoxes(0)).Message
        );
        SymbolicTensor boxes = new Input(7, 4);
        SymbolicTensor labels = new Input(6);
        var layer = new MaxNumBoundingBoxes(3);
        Assert.Contains("boxes and their labels", Assert.Throws<LayerException>(() => layer.Apply(boxes)).Message);
        Assert.Contains("(batch, 7)", Assert.Throws<LayerException>(() => layer.Apply([boxes, labels])).Message);
        Assert.Contains(
            "(batch, boxes, 4)",
            Assert.Throws<LayerException>(() => layer.Apply([labels, labels])).Message
        );
    }
}
