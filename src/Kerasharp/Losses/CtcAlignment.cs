using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Losses;

/// <summary>The sum over all ways in which steps spell labels, in logarithms, as a Scan over the steps.</summary>
internal static class CtcAlignment
{
    // Stands for the logarithm of 0, of which gradients would be no numbers.
    private const double Never = -1e9;

    /// <summary>-log of the probability of the labels.</summary>
    /// <param name="labels">Of shape (batch, length), int64, with 0 behind the last.</param>
    /// <param name="logarithms">Of shape (batch, steps, classes).</param>
    /// <param name="length">How long the labels are at most.</param>
    /// <param name="classes">How many classes there are, the blank among them.</param>
    /// <param name="blankClass">The class of the blank, with which labels are filled up.</param>
    /// <param name="mask">Which steps there are, as truth values of shape (batch, steps); null for all.</param>
    /// <returns>Of shape (batch,).</returns>
    public static Value Loss(
        Value labels,
        Value logarithms,
        long length,
        long classes,
        long blankClass = 0,
        Value? mask = null
    )
    {
        var type = logarithms.ElementType;
        // The states: a blank, the first label, a blank, ..., the last label, a blank.
        long states = 2 * length + 1;
        var blank = labels.Like(blankClass);
        var symbols = BetweenBlanks(labels, blank, length);
        // (steps, batch, states): what each state gives at each step. A product with ones and zeros picks it exactly.
        var chosen = Op.OneHot(symbols, classes, type);
        var emitted = Op.Transpose(Op.MatMul(chosen, Op.Transpose(logarithms, 0, 2, 1)), 2, 0, 1);

        // A label may follow another without a blank between, unless they are the same.
        var previous = Op.Slice(Op.Pad(labels, [0, 1, 0, 0], blankClass), 1, 0, length);
        var follows = Op.And(Op.Not(Op.Equal(labels, previous)), Op.Not(Op.Equal(labels, blank)));
        var never = logarithms.Like(Never);
        var skips = BetweenBlanks(Op.Where(follows, logarithms.Like(0), never), never, length);

        // Before the first step all is at the first blank, from which the first label can be reached.
        var row = new float[states];
        Array.Fill(row, (float)Never, 1, row.Length - 1);
        var first = Op.Cast(labels.Graph.Constant(ConstantTensor.Of<float>(row, [1, states])), type);
        var start = Op.ExpandLike(first, skips);
        var last = mask is null
            ? Op.Scan([start], [emitted], [skips], (_, v) => [Step(v[0], v[1], v[2], states)])[0]
            // (steps, batch, 1): a step that is not there changes nothing.
            : Op.Scan(
                [start],
                [emitted, Op.Unsqueeze(Op.Transpose(mask, 1, 0), [2])],
                [skips],
                (_, v) => [Op.Where(v[2], Step(v[0], v[1], v[3], states), v[0])]
            )[0];

        // It ends in the last label or the blank behind it.
        var place = labels.Graph.Constant(
            ConstantTensor.Of<long>([.. Enumerable.Range(0, (int)states).Select(i => (long)i)], [1, states])
        );
        var ones = Op.Cast(Op.Not(Op.Equal(labels, blank)), ElementType.Int64);
        var left = Op.ReduceSum(ones, [1], keepDims: true) * 2 - place;
        var ends = Op.Or(Op.Equal(left, left.Like(0)), Op.Equal(left, left.Like(1)));
        var loss = -Op.ReduceLogSumExp(Op.Where(ends, last, never), [1]);
        // What cannot be spelt in so few steps teaches nothing.
        return Op.Where(Op.Greater(loss, loss.Like(-Never / 2)), Op.StopGradient(loss), loss);
    }

    /// <summary>(batch, length) to (batch, 2 length + 1), with a number before, between and behind.</summary>
    private static Value BetweenBlanks(Value x, Value number, long length)
    {
        var pairs = Op.Concat([Op.ExpandLike(number, Op.Unsqueeze(x, [2])), Op.Unsqueeze(x, [2])], 2);
        var flat = Op.Reshape(pairs, 0, 2 * length);
        return Op.Concat([flat, Op.Slice(flat, 1, 0, 1)], 1);
    }

    /// <summary>A step: a state is reached from itself, from the one before, or from the one before that if it may be skipped.</summary>
    private static Value Step(Value at, Value emitted, Value skips, long states)
    {
        var shifted = Op.Pad(at, [0, 2, 0, 0], Never);
        var ways = Op.Concat(
            [
                Op.Unsqueeze(at, [2]),
                Op.Unsqueeze(Op.Slice(shifted, 1, 1, states + 1), [2]),
                Op.Unsqueeze(Op.Slice(shifted, 1, 0, states) + skips, [2]),
            ],
            2
        );
        return Op.ReduceLogSumExp(ways, [2]) + emitted;
    }
}
