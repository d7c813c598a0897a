using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>
/// Intersection over union of some classes: tp / (tp + fp + fn) of each, and the mean of those that came. The quality of a segmentation.
/// </summary>
/// <remarks>
/// Keras: <c>keras.metrics.IoU</c>. Weights count as they are; Keras cuts them to whole numbers unless its dtype is a floating-point one.
/// Targets or predictions that are no class do not count.
/// </remarks>
/// <example><code>model.Compile("adam", "sparse_categorical_crossentropy", metrics: [new IoU(3, [1, 2], sparseYPred: false)]);</code></example>
public class IoU : Metric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    private const double Epsilon = 1e-7;

    private readonly int[] _targetClassIds;
    private readonly Weight _matrix;

    /// <summary>An intersection over union.</summary>
    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="targetClassIds">Those of which the mean is taken, from 0.</param>
    /// <param name="ignoreClass">A class whose targets do not count, such as that of borders; it need not be below numClasses.</param>
    /// <param name="sparseYTrue">Whether targets are numbers of classes; otherwise they are one-hot.</param>
    /// <param name="sparseYPred">Whether predictions are numbers of classes; otherwise the greatest of the classes' numbers counts.</param>
    /// <param name="axis">The axis along which the classes lie, where there is one.</param>
    /// <param name="name">The name under which it is shown; by default the class's.</param>
    /// <exception cref="ArgumentException">There is no class, or none of a number.</exception>
    public IoU(
        int numClasses,
        int[] targetClassIds,
        int? ignoreClass = null,
        bool sparseYTrue = true,
        bool sparseYPred = true,
        int axis = -1,
        string? name = null
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetClassIds);
        NumClasses = Arguments.Positive(numClasses, nameof(numClasses));
        if (targetClassIds.Length == 0 || targetClassIds.Any(id => id < 0 || id >= numClasses))
            throw new ArgumentException(
                $"Target classes of [{string.Join(", ", targetClassIds)}] came; numbers from 0 to {numClasses - 1} were expected. Give at least one."
            );
        _targetClassIds = [.. targetClassIds];
        IgnoreClass = ignoreClass;
        SparseYTrue = sparseYTrue;
        SparseYPred = sparseYPred;
        Axis = axis;
        _matrix = AddVariable("total_confusion_matrix", numClasses, numClasses);
    }

    /// <summary>How many classes there are.</summary>
    public int NumClasses { get; }

    /// <summary>Those of which the mean is taken.</summary>
    public IReadOnlyList<int> TargetClassIds => _targetClassIds;

    /// <summary>A class whose targets do not count.</summary>
    public int? IgnoreClass { get; }

    /// <summary>Whether targets are numbers of classes.</summary>
    public bool SparseYTrue { get; }

    /// <summary>Whether predictions are numbers of classes.</summary>
    public bool SparseYPred { get; }

    /// <summary>The axis along which the classes lie, where there is one.</summary>
    public int Axis { get; }

    /// <summary>Adds a batch.</summary>
    /// <param name="context">Where.</param>
    /// <param name="yTrue">Numbers of classes, of shape (batch, ...), or one-hot with an axis of classes more.</param>
    /// <param name="yPred">Predictions, likewise.</param>
    /// <param name="sampleWeight">A weight for each example, or for each prediction.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public sealed override void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        sampleWeight = PlaceWeights(context, yPred, sampleWeight);
        var (y, p) = Ranks.Match(Classes(yTrue, SparseYTrue), Predicted(yPred));
        Ranks.RequireEqual(
            "metric",
            Name,
            "targets",
            y.Shape,
            p.Shape,
            "Set sparseYTrue and sparseYPred as the data are."
        );
        var zero = Ops.Constant(0, y);
        var counts = Ops.LogicalAnd(IsClass(y), IsClass(p));
        if (IgnoreClass is { } ignored)
            counts = Ops.LogicalAnd(counts, Ops.NotEqual(y, Ops.Constant(ignored, y)));
        var weight = Ops.Cast(counts, ElementType.Float64);
        if (BroadcastWeights.Merge(weight, sampleWeight, null, LossReduction.Sum) is { } given)
            weight *= given;
        var place = Ops.Reshape(Ops.Where(counts, y * NumClasses + p, zero), -1);
        long places = (long)NumClasses * NumClasses;
        var zeros = place.Value.Graph.Constant(ConstantTensor.Filled(0, ElementType.Float64, [places]));
        var matrix = Op.ScatterElements(zeros, place.Value, Ops.Reshape(weight, -1).Value, 0, "add");
        AddTo(context, _matrix, Ops.Reshape(new SymbolicTensor(matrix), NumClasses, NumClasses));

        SymbolicTensor IsClass(SymbolicTensor x) => Ops.LogicalAnd(Ops.GreaterEqual(x, zero), Ops.Less(x, NumClasses));
    }

    /// <summary>The mean over those of the target classes that came in targets or predictions; 0 if none did.</summary>
    public override double Result()
    {
        double[] matrix = Read(_matrix);
        double sum = 0;
        int came = 0;
        foreach (int id in _targetClassIds)
        {
            double hits = matrix[id * NumClasses + id];
            double union = -hits;
            for (int i = 0; i < NumClasses; i++)
                union += matrix[id * NumClasses + i] + matrix[i * NumClasses + id];
            if (union <= 1e-9)
                continue;
            came++;
            sum += hits / (union + Epsilon);
        }
        return sum / (came + Epsilon);
    }

    /// <summary>Predictions as numbers of classes, int64.</summary>
    private protected virtual SymbolicTensor Predicted(SymbolicTensor yPred) => Classes(yPred, SparseYPred);

    private SymbolicTensor Classes(SymbolicTensor x, bool areNumbers) =>
        areNumbers
            ? Ops.Cast(x, ElementType.Int64)
            : Ops.Argmax(x.ElementType == ElementType.Float64 ? x : Ops.Cast(x, ElementType.Float32), Axis);
}
