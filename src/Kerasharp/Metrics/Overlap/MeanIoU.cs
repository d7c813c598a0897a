namespace Kerasharp.Metrics;

/// <summary>The mean of intersection over union of all classes that came; see <see cref="IoU"/>.</summary>
/// <remarks>Keras: <c>keras.metrics.MeanIoU</c>.</remarks>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="ignoreClass">A class whose targets do not count, such as that of borders; it need not be below numClasses.</param>
/// <param name="sparseYTrue">Whether targets are numbers of classes; otherwise they are one-hot.</param>
/// <param name="sparseYPred">Whether predictions are numbers of classes; otherwise the greatest of the classes' numbers counts.</param>
/// <param name="axis">The axis along which the classes lie, where there is one.</param>
/// <param name="name">The name under which it is shown; by default the class's.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
/// <example><code>model.Compile("adam", "sparse_categorical_crossentropy", metrics: [new MeanIoU(3, sparseYPred: false)]);</code></example>
public class MeanIoU(
    int numClasses,
    int? ignoreClass = null,
    bool sparseYTrue = true,
    bool sparseYPred = true,
    int axis = -1,
    string? name = null
) : IoU(numClasses, All(numClasses), ignoreClass, sparseYTrue, sparseYPred, axis, name)
{
    private static int[] All(int numClasses) =>
        [.. Enumerable.Range(0, Layers.Arguments.Positive(numClasses, nameof(numClasses)))];
}
