namespace Kerasharp.Metrics;

/// <summary>Intersection over union of some classes, targets being one-hot; see <see cref="IoU"/>.</summary>
/// <remarks>Keras: <c>keras.metrics.OneHotIoU</c>.</remarks>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="targetClassIds">Those of which the mean is taken, from 0.</param>
/// <param name="ignoreClass">A class whose targets do not count.</param>
/// <param name="sparseYPred">Whether predictions are numbers of classes; otherwise the greatest of the classes' numbers counts.</param>
/// <param name="axis">The axis along which the classes lie.</param>
/// <param name="name">The name under which it is shown; by default the class's.</param>
/// <exception cref="ArgumentException">There is no class, or none of a number.</exception>
/// <example><code>model.Compile("adam", "categorical_crossentropy", metrics: [new OneHotIoU(3, [0, 2])]);</code></example>
public sealed class OneHotIoU(
    int numClasses,
    int[] targetClassIds,
    int? ignoreClass = null,
    bool sparseYPred = false,
    int axis = -1,
    string? name = null
) : IoU(numClasses, targetClassIds, ignoreClass, false, sparseYPred, axis, name);
