using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>The outcomes of all of ONNX's own tests, found once and told by reason.</summary>
internal sealed class NodeTestAccount
{
    private static readonly Lazy<NodeTestAccount> Made = new(() => new NodeTestAccount(NodeTest.Readable()));

    private NodeTestAccount(IReadOnlyList<NodeTest> tests)
    {
        var outcomes = new ConcurrentDictionary<NodeTest, NodeTestOutcome>();
        Parallel.ForEach(
            tests,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) },
            test => outcomes[test] = NodeTestRun.Of(test)
        );
        Outcomes = [.. tests.Select(test => (test, outcomes[test]))];
    }

    /// <summary>Every test that was looked at, and how it ended.</summary>
    public IReadOnlyList<(NodeTest Test, NodeTestOutcome Outcome)> Outcomes { get; }

    /// <summary>The account; skips the running test where the archives are not there.</summary>
    public static NodeTestAccount Get()
    {
        NodeTest.Everything();
        return Made.Value;
    }

    /// <summary>How many tests of single operators, or of whole models, ended in a way.</summary>
    public int Count(NodeTestClass kind, bool ofOperators) => Of(kind).Count(t => t.Test.IsOfOperator == ofOperators);

    /// <summary>The tests that ended in a way, a line for each.</summary>
    public string List(NodeTestClass kind) => string.Join("\n", Of(kind).Select(o => $"{o.Test}: {o.Outcome.Detail}"));

    /// <summary>The tests that passed although some opset lacks their forms or a kernel for them, and why.</summary>
    public string Lacking() =>
        string.Join("\n", Outcomes.SelectMany(o => o.Outcome.Lacking.Select(lack => $"{o.Test}: {lack}")));

    /// <summary>How often each detail is to blame, most often first, for tests of single operators and of whole models.</summary>
    public IEnumerable<(string Detail, int OfOperators, int OfModels)> ByDetail(NodeTestClass kind) =>
        Of(kind)
            .GroupBy(o => o.Outcome.Detail)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Count(o => o.Test.IsOfOperator), g.Count(o => !o.Test.IsOfOperator)));

    /// <summary>A kind of outcome in words.</summary>
    public static string Says(NodeTestClass kind) =>
        kind switch
        {
            NodeTestClass.Passed => "passed",
            NodeTestClass.OtherType => "left out: values of a type that graphs do not hold",
            NodeTestClass.UnknownOperator => "left out: an operator is not known",
            NodeTestClass.NoKernel => "left out: ONNX Runtime's CPU has no kernel for it",
            NodeTestClass.RuntimeDiffers => "left out: ONNX Runtime gives other outputs itself",
            NodeTestClass.Refused => "refused with a message",
            _ => "failed",
        };

    /// <summary>The counts by reason, and for operators and types which they are.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int newer = NodeTest.Everything().Count - Outcomes.Count;
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Outcomes.Count} models, of operators and of networks ({newer} more need a newer opset):\n"
        );
        foreach (var kind in Enum.GetValues<NodeTestClass>())
            Line(Says(kind), Count(kind, true), Count(kind, false));
        foreach (var kind in (NodeTestClass[])[NodeTestClass.UnknownOperator, NodeTestClass.OtherType])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Says(kind)}:\n");
            foreach (var (detail, ofOperators, ofModels) in ByDetail(kind))
                Line(detail, ofOperators, ofModels);
        }
        return text.ToString();

        void Line(string what, int ofOperators, int ofModels) =>
            text.Append(CultureInfo.InvariantCulture, $"{ofOperators, 6}{ofModels, 6}  {what}\n");
    }

    private IEnumerable<(NodeTest Test, NodeTestOutcome Outcome)> Of(NodeTestClass kind) =>
        Outcomes.Where(o => o.Outcome.Class == kind);
}
