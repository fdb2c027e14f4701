extension Settings {
    /// What the matcher is told: the built-in lists and what the configuration adds to them.
    package var matchingSettings: MatchingSettings {
        MatchingSettings(
            internalDomains: internalDomains, internalNames: internalNames,
            excludedCompanies: excludedCompanies,
            prefixes: MatchingSettings.defaultPrefixes + matching.prefixes,
            suffixes: MatchingSettings.defaultSuffixes + matching.suffixes,
            freeMailDomains: MatchingSettings.defaultFreeMailDomains + freeMailDomains,
            sharedProviderDomains: MatchingSettings.defaultSharedProviderDomains
                + matching.sharedProviderDomains,
            commonWords: MatchingSettings.defaultCommonWords + matching.commonWords,
            neutralWords: MatchingSettings.defaultNeutralWords + matching.neutralWords,
            matchThreshold: matching.matchThreshold, reviewThreshold: matching.reviewThreshold,
            mostCompaniesPerChat: matching.mostCompaniesPerChat)
    }
}
