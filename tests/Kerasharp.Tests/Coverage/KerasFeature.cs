using System.Reflection;
using System.Text.RegularExpressions;

namespace Kerasharp.Tests.Coverage;

/// <summary>
/// Something that Keras can do and that is no class: the public members by which it is done here, which must be there with the parameters
/// that are named, and the test that holds it, which must be there, too.
/// </summary>
/// <param name="Keras">Keras's word for it.</param>
/// <param name="Test">The test, as <c>FitTests.FittingTwiceGoesOn</c>.</param>
/// <param name="Members">The members, as <c>Model.Fit(epochs)</c>, <c>new Callbacks.History()</c> or <c>Optimizers.Optimizer.Clipnorm</c>.</param>
internal sealed partial record KerasFeature(string Keras, string Test, params string[] Members)
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly Type[] Ours =
    [
        .. new[] { typeof(Model).Assembly, typeof(Kerasharp.Datasets.Mnist).Assembly }.SelectMany(a =>
            a.GetExportedTypes()
        ),
    ];

    private static readonly Lazy<string[]> TestFiles = new(() =>
        Directory.GetFiles(
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(CoverageDocument.FilePath)!, "..", "tests")),
            "*Tests.cs",
            SearchOption.AllDirectories
        )
    );

    /// <summary>The row that it makes.</summary>
    public CoverageRow Row()
    {
        var missing = Members.Where(m => !IsThere(m)).ToList();
        if (missing.Count == 0 && !IsTest(Test))
            missing.Add($"the test {Test}");
        string shown = string.Join(", ", Members.Select(m => m.Replace("..ctor", "")));
        return new CoverageRow(Keras, shown, missing, 0);
    }

    private static bool IsThere(string member)
    {
        var parts = Form().Match(member);
        string name = parts.Groups["type"].Value;
        string? parameter = parts.Groups["parameter"] is { Success: true, Length: > 0 } p ? p.Value : null;
        foreach (var type in Ours.Where(t => Regex.Replace(t.FullName!, "`.*", "") == $"Kerasharp.{name}"))
        {
            IEnumerable<MemberInfo> found = parts.Groups["new"].Success
                ? type.GetConstructors()
                : type.GetMember(parts.Groups["member"].Value, Any).Where(IsSeen);
            if (
                found.Any(m =>
                    parameter is null || m is MethodBase f && f.GetParameters().Any(q => q.Name == parameter)
                )
            )
                return true;
        }
        return false;
    }

    /// <summary>Whether users see a member, or override it.</summary>
    private static bool IsSeen(MemberInfo member) =>
        member switch
        {
            MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
            PropertyInfo property => property.GetMethod is { } get && IsSeen(get),
            FieldInfo field => field.IsPublic,
            _ => false,
        };

    private static bool IsTest(string test)
    {
        string[] names = test.Split('.');
        var here = typeof(KerasFeature).Assembly.GetTypes().Where(t => t.Name == names[0]).ToArray();
        if (here.Length > 0)
            return here.Any(t => t.GetMethod(names[1])?.IsDefined(typeof(FactAttribute), inherit: true) == true);
        // A test of another project is seen in its source.
        return TestFiles.Value.Any(f =>
            Path.GetFileNameWithoutExtension(f) == names[0]
            && Regex.IsMatch(File.ReadAllText(f), $@"public (async )?(void|Task) {names[1]}\(")
        );
    }

    [GeneratedRegex(@"^((?<new>new )(?<type>[\w.]+)|(?<type>[\w.]+)\.(?<member>\w+))(\((?<parameter>\w*)\))?$")]
    private static partial Regex Form();
}
