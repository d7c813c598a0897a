namespace Kerasharp.Metrics;

/// <summary>The mean of intersection over union of all classes that came, targets being one-hot; see <see cref="IoU"/>.</summary>
/// <remarks>Keras: <c>keras.metrics.OneHotMeanIoU</c>.</remarks>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="ignoreClass">A class whose targets do not count.</param>
/// <param name="sparseYPred">Whether predictions are numbers of classes; otherwise the greatest of the classes' numbers counts.</param>
/// <param name="axis">The axis along which the classes lie.</param>
/// <param name="name">The name under which it is shown; by default the class's.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
/// <example><code>model.Compile("adam", "categorical_crossentropy", metrics: [new OneHotMeanIoU(3)]);</code></example>
public sealed class OneHotMeanIoU(
    int numClasses,
    int? ignoreClass = null,
    bool sparseYPred = false,
    int axis = -1,
    string? name = null
) : MeanIoU(numClasses, ignoreClass, false, sparseYPred, axis, name);
