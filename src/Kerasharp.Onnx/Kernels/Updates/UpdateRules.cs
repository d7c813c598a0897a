namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>All update rules, each also with the weight's decay.</summary>
internal static class UpdateRules
{
    /// <summary>Visits every rule.</summary>
    public static void Visit(IRuleVisitor visitor)
    {
        Both<SgdRule>(visitor);
        Both<MomentumRule>(visitor);
        Both<NesterovRule>(visitor);
        Both<AdamRule>(visitor);
        Both<AmsgradRule>(visitor);
        Both<AdamaxRule>(visitor);
        Both<NadamRule>(visitor);
        Both<AdagradRule>(visitor);
        Both<AdadeltaRule>(visitor);
        Both<RmsPropRule>(visitor);
        Both<RmsPropMomentumRule>(visitor);
        Both<CenteredRmsPropRule>(visitor);
        Both<CenteredRmsPropMomentumRule>(visitor);
        Both<LionRule>(visitor);
        Both<FtrlRule>(visitor);
        Both<ScheduleFreeRule>(visitor);
    }

    /// <summary>The operator of a rule with decay.</summary>
    public static string Decayed(string rule) => "Decayed" + rule;

    private static void Both<TRule>(IRuleVisitor visitor)
        where TRule : struct, IUpdateRule
    {
        visitor.Visit<TRule>();
        visitor.Visit<DecayedRule<TRule>>();
    }
}
